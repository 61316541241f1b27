import { Merged, type Run } from "./merged";
import type { Products } from "./products";

// How well a row matches a word: names count more than codes, whole words more than beginnings.
const inName = { whole: 6, start: 4, near: 2 };
const inCode = { whole: 5, start: 3, near: 1 };

type Matches = (products: Products) => Iterable<readonly [word: number, kind: "whole" | "start" | "near"]>;

/** Lists of products that have every word, best first; each list is in the order of names. */
export function search(all: readonly Products[], words: readonly string[], forgiving: boolean): Merged[] {
  if (words.length === 0) return [];
  const ways = words.map((word) => (forgiving ? nearly(word) : beginning(word)));
  const byScore = new Map<number, Run[]>();
  for (const products of all) {
    for (const [score, rows] of matching(products, ways)) {
      const runs = byScore.get(score);
      if (runs) runs.push({ products, rows });
      else byScore.set(score, [{ products, rows }]);
    }
  }
  const best = [...byScore].sort((a, b) => b[0] - a[0]);
  return best.map(([, runs]) => new Merged(runs, runs.reduce((sum, run) => sum + run.rows.length, 0)));
}

/** The rows of a segment that match in every way, by score, in the order of names. */
function matching(products: Products, ways: readonly Matches[]): Map<number, number[]> {
  const { postings, postingStarts, listed, starts } = products.data;
  const found = new Map<number, number[]>();
  let sums: Uint16Array | null = null;
  for (const way of ways) {
    let scores: Uint16Array | null = null;
    for (const [word, kind] of way(products)) {
      scores ??= new Uint16Array(starts.length);
      for (let i = postingStarts[word]!; i < postingStarts[word + 1]!; i++) {
        const row = postings[i]! >>> 1;
        const score = (postings[i]! & 1 ? inName : inCode)[kind];
        if (score > scores[row]!) scores[row] = score;
      }
    }
    if (!scores) return found;
    if (sums) for (let row = 0; row < scores.length; row++) scores[row] = sums[row]! && scores[row]! ? sums[row]! + scores[row]! : 0;
    sums = scores;
  }
  if (!sums) return found;
  for (const row of listed) {
    const score = sums[row]!;
    if (score === 0 || !products.isAlive(row)) continue;
    const rows = found.get(score);
    if (rows) rows.push(row);
    else found.set(score, [row]);
  }
  return found;
}

/** The word itself, and words that begin with it; a single letter only itself. */
function beginning(text: string): Matches {
  return function* (products) {
    const [from, to] = products.wordsFrom(text);
    if (from < to && products.words[from] === text) yield [from, "whole"];
    if (text.length < 2) return;
    for (let word = from; word < to; word++) yield [word, "start"];
  };
}

/** As beginning, and words that differ in a few letters; the first must be right, and codes must be typed as they are. */
function nearly(text: string): Matches {
  const exact = beginning(text);
  const most = Math.round(text.length * 0.2);
  const known = new Map<string, boolean>();
  const isNear = (word: string) => {
    let near = known.get(word);
    if (near === undefined) {
      near = Math.abs(word.length - text.length) <= most && !/\d/.test(word) && distance(word, text) <= most;
      known.set(word, near);
    }
    return near;
  };
  return function* (products) {
    yield* exact(products);
    if (most === 0) return;
    const [from, to] = products.wordsFrom(text.slice(0, 1));
    for (let word = from; word < to; word++) if (isNear(products.words[word]!)) yield [word, "near"];
  };
}

/** How many letters must be changed, added, taken, or swapped with the next, to make one word of the other. */
function distance(a: string, b: string): number {
  let rows: [before: number[], above: number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const [before, above] = rows;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + Number(a[i - 1] !== b[j - 1]), swapped));
    }
    rows = [above, row];
  }
  return rows[1][b.length]!;
}
