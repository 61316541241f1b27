const maxQuery = 100;
const maxWords = 8;

/** A search text cut to what can be meant: longer ones only cost time. */
export function cleanQuery(text: string): string {
  return text.slice(0, maxQuery).trim();
}

/** Words for the index. A code is kept whole and in its parts: "24-MB01" is found by "24-mb01", "24" and "mb01". */
export function tokenize(text: string): string[] {
  const words: string[] = [];
  for (const word of text.split(/[\s,;/()]+/u)) {
    if (!word) continue;
    const parts = word.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (parts.length > 1) words.push(word);
    words.push(...parts);
  }
  return words;
}

/** The words of a query: whole codes only, so that "24-mb01" does not also ask for "24" and "mb01". */
export function queryWords(text: string): string[] {
  const words = text.split(/[\s,;/()]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).slice(0, maxWords);
  // One letter is the beginning of a word still being typed: it must not empty the list meanwhile.
  const whole = words.filter((word) => word.length > 1);
  return whole.length ? whole : words;
}
