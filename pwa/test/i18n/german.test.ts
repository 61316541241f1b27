import { describe, expect, it } from "vitest";
import { type Node, textsOf } from "../support/texts";

// What is the same in both languages: names, units, and words that German took over.
const same = /^(Tillway|In Magento|Suffix|USB|Pause, ms|Status|Name|SKU|PIN|\d (s|min|h))$/;

// The first load's texts, and those that a feature brings along.
const english = import.meta.glob<Record<string, Node>>(["../../src/i18n/**/en.ts", "../../src/**/texts/en.ts"], { eager: true });
const german = import.meta.glob<Record<string, Node>>(["../../src/i18n/**/de.ts", "../../src/**/texts/de.ts"], { eager: true });

describe("German", () => {
  it("is there wherever English is", () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).map((path) => path.replace(/en\.ts$/, "de.ts")).sort());
    expect(english).toHaveProperty(["../../src/i18n/en.ts"]);
  });

  it.each(Object.keys(english))("says everything of %s, and in words of its own", (path) => {
    const [en] = Object.values(english[path]!);
    const [de] = Object.values(german[path.replace(/en\.ts$/, "de.ts")]!);
    const ours = new Map(textsOf(de!));
    const theirs = new Map(textsOf(en!));
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    const untranslated = [...theirs].filter(([key, text]) => text !== "" && ours.get(key) === text && !same.test(text));
    expect(untranslated).toEqual([]);
    expect([...ours].filter(([key, text]) => text === "" && theirs.get(key) !== "")).toEqual([]);
  });
});
