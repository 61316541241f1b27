import { describe, expect, it } from "vitest";

// What is the same in both languages: names, units, and words that German took over.
const same = /^(Tillway|In Magento|Suffix|USB|Pause, ms|Status|Name|SKU|PIN|\d (s|min|h))$/;

type Node = string | Node[] | ((...args: never[]) => string) | { [key: string]: Node };

/** Every text with its path. Functions are spoken with made-up words for what they are told. */
function texts(node: Node, path = ""): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") return [1, 2].map((n) => [path, (node as (...args: unknown[]) => string)(n, 3, 4)]);
  return Object.entries(node).flatMap(([key, value]) => texts(value as Node, path ? `${path}.${key}` : key));
}

// The first load's texts, and those that a feature brings along.
const english = import.meta.glob<Record<string, Node>>(["../../src/i18n/en.ts", "../../src/**/texts/en.ts"], { eager: true });
const german = import.meta.glob<Record<string, Node>>(["../../src/i18n/de.ts", "../../src/**/texts/de.ts"], { eager: true });

describe("German", () => {
  it("is there wherever English is", () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).map((path) => path.replace(/en\.ts$/, "de.ts")).sort());
    expect(english).toHaveProperty(["../../src/i18n/en.ts"]);
  });

  it.each(Object.keys(english))("says everything of %s, and in words of its own", (path) => {
    const [en] = Object.values(english[path]!);
    const [de] = Object.values(german[path.replace(/en\.ts$/, "de.ts")]!);
    const ours = new Map(texts(de!));
    const theirs = new Map(texts(en!));
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    const untranslated = [...theirs].filter(([key, text]) => text !== "" && ours.get(key) === text && !same.test(text));
    expect(untranslated).toEqual([]);
    expect([...ours].filter(([key, text]) => text === "" && theirs.get(key) !== "")).toEqual([]);
  });
});
