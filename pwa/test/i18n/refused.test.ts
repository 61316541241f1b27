import { readFileSync, readdirSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { en } from "../../src/i18n/refused/en";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function teller(language: string) {
  vi.resetModules();
  vi.stubGlobal("navigator", { languages: [language] });
  return (await import("../../src/i18n/refused")).refusedText;
}

/** Every reason that an engine gives, with … for what it is about. */
function reasonsOf(folder: string, ends: string, refusal: RegExp): string[] {
  const at = new URL(folder, import.meta.url);
  const files = readdirSync(at).filter((name) => name.endsWith(ends) && !name.includes("_test."));
  const found = files.flatMap((name) => [...readFileSync(new URL(name, at), "utf8").matchAll(refusal)].map(([, text]) => text!));
  const plain = found.map((text) => text.replace(/\$\{at\}|^fmt\.Sprintf\(|["`]/g, "").replace(/\$\{[^}]*\}|%d|( \+ )?\w+(\.\w+)+( \+ )?/g, "…").replace(/, …?\w*\)?$/, "").replace(/^part …: /, ""));
  return [...new Set(plain)].sort();
}

describe("why an order is not calculated", () => {
  it("is said in German, with the line and the part that it is about", async () => {
    const german = await teller("de-DE");
    expect(german("line 2: fixed product tax")).toBe("Position 2, darauf liegt eine feste Produktsteuer, die nur Magento berechnet");
    expect(german("line 1: part WS-12: price below zero")).toBe("Position 1, Teil WS-12, der Preis liegt unter null");
    expect(german("the price of shipping method ups_ground")).toBe("den Preis der Versandart ups_ground kennt nur Magento");
    expect(german("line 1: a reason of tomorrow")).toBe("line 1: a reason of tomorrow");
  });

  it("is said in plain English", async () => {
    expect((await teller("en-US"))("line 1: product type giftcard")).toBe("Line 1, the register does not sell products of type giftcard");
  });

  it("has words for every reason of both engines", () => {
    const known = Object.keys(en.reasons);
    const go = reasonsOf("../../../gateway/pos/totals/", ".go", /&Refusal\{\w+, (.+)\}/g);
    expect(go.length).toBeGreaterThan(10);
    expect(go.filter((reason) => !known.includes(reason))).toEqual([]);
    expect(known.filter((reason) => !go.includes(reason))).toEqual([]);
    const ours = reasonsOf("../../src/domain/totals/", ".ts", /(?:refuse|new Refused)\("[A-Z_]+", (["`].+["`])\)/g);
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((reason) => !known.includes(reason))).toEqual([]);
  });
});
