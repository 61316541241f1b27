import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Held } from "../../src/domain/order";
import { de } from "../../src/i18n/held/de";
import { en } from "../../src/i18n/held/en";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function told(language: string, held: Partial<Held>): Promise<string> {
  vi.resetModules();
  vi.stubGlobal("navigator", { languages: [language] });
  const { heldDetail } = await import("../../src/i18n/held");
  return heldDetail({ reason: "TOTALS_DIFFER", message: "", detail: "the gateway's words", ...held }, language).replaceAll("\u00a0", " ");
}

const figures = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => ({ name, value }));
const totals = figures({ currency: "EUR", total: "1212.00", subtotal: "1200.00", tax: "12.00", expected_total: "13.00", expected_subtotal: "12.00", expected_tax: "1.00" });

describe("what a held order met", () => {
  it("is told in German, with amounts and quantities as Germans write them", async () => {
    expect(await told("de-DE", { code: "other_totals", figures: totals })).toBe("Berechnet 1.212,00 € (1.200,00 € + 12,00 € Steuer), Magento erwartet 13,00 € (12,00 € + 1,00 € Steuer)");
    expect(await told("de-DE", { code: "stock_moved", figures: figures({ source: "nyc", before: "1.5", sku: "A", added: "2", now: "1000" }) })).toBe("Quelle nyc hatte 1,5 × A, 2 kamen dazu, und jetzt hat sie 1.000");
  });

  it("is told in English, and Magento's own words as they are", async () => {
    expect(await told("en-US", { code: "other_totals", figures: totals })).toBe("Charged €1,212.00 (€1,200.00 + tax €12.00), Magento expects €13.00 (€12.00 + tax €1.00)");
    expect(await told("de-DE", { code: "refused_coupon", figures: figures({ said: "The coupon {sku} isn't valid." }) })).toBe("Magento nimmt den Gutschein nicht an: The coupon {sku} isn't valid.");
  });

  it("is told in the gateway's words where only those are known, or the code is newer than this register", async () => {
    expect(await told("de-DE", {})).toBe("the gateway's words");
    expect(await told("de-DE", { code: null, figures: [] })).toBe("the gateway's words");
    expect(await told("de-DE", { code: "struck_by_lightning", figures: [] })).toBe("the gateway's words");
  });

  it("has words for every code that the gateway tells, with all of its figures, in every language", () => {
    const source = readFileSync(new URL("../../../gateway/pos/helddetail.go", import.meta.url), "utf8");
    const codes = new Map([...source.matchAll(/(Met\w+) +HeldCode = "([^"]+)"/g)].map(([, name, code]) => [name!, code!]));
    const named = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
    for (const texts of [en, de]) {
      expect(Object.keys(texts.details).sort()).toEqual([...codes.values()].sort());
      for (const [, name, sentence] of source.matchAll(/case (Met\w+):\n\t\treturn ([^\n]+(?:\n\t\t\t[^\n]+)*)/g)) {
        const amounts = /\{(amount|total)\} \{currency\}/.test(sentence!) ? named(sentence!).filter((figure) => figure !== "currency") : named(sentence!);
        expect(named(texts.details[codes.get(name!)!]!), name).toEqual(amounts);
      }
    }
    expect(named(de.details.no_shipping_method!)).toEqual(named(en.details.no_shipping_method!));
  });
});
