import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { de } from "../../src/i18n/explain/de";
import { en } from "../../src/i18n/explain/en";
import type { Step } from "../../src/domain/totals/trace";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

function texts(language: string) {
  vi.resetModules();
  vi.stubGlobal("navigator", { languages: [language] });
  return import("../../src/i18n/explain");
}

async function teller(language: string, currency: string) {
  const { Teller } = await texts(language);
  return new Teller(currency, language);
}

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const gives: Step = { code: "discount.rule", line: 1, sku: "A", name: "Herbst", given: "1.5", amount: "1234.5" };
const difference = { line: 2, sku: "A", figure: "row_total", charged: "9", other: "10.125" };

describe("a calculation", () => {
  it("is told in German, with amounts and percentages as Germans write them", async () => {
    const german = await teller("de-DE", "EUR");
    expect(plain(german.text(gives))).toBe("„Herbst“ gibt 1,50 €; Rabatt der Zeile bis hier");
    expect(plain(german.amount(gives))).toBe("1.234,50 €");
    expect(plain(german.text({ code: "tax.before_discount", line: 1, percent: "8.375", amount: "1" }))).toBe("Steuer der Zeile vor Rabatten, 8,375 %");
    expect(plain(german.amount({ code: "rate.applies", line: 1, name: "NY", amount: "8.375" }))).toBe("8,375 %");
    expect(plain(german.difference("magento", difference))).toBe("Position 2 (A), Betrag ohne Steuer: berechnet 9,00 €, in Magento 10,125 €");
    expect(plain(german.difference("rules", { ...difference, line: 0, figure: "qty", charged: "2.5" }))).toBe("Die ganze Bestellung, Menge: berechnet 2,5, nach den Regeln von heute 10,125");
  });

  it("is told in English, in the fractions that prices have and coins have not", async () => {
    const english = await teller("en-US", "JPY");
    expect(english.text(gives)).toBe("“Herbst” gives ¥1.5; discount of the line so far");
    expect(english.amount({ code: "price.catalog", line: 1, amount: "33.3333" })).toBe("¥33.3333");
    expect(english.text({ code: "rounding.cash", line: 0, coin: "10", amount: "120" })).toBe("Rounded to steps of ¥10 for cash");
    expect(english.amount({ code: "rule.holds", line: 0, name: "Herbst", amount: "10" })).toBe("");
  });

  it("says why there is none, with the line that it is about", async () => {
    const { refusalText } = await texts("de-DE");
    expect(refusalText({ code: "refused.price", line: 1, sku: "WS-12", amount: "0" })).toBe("Position 1 (WS-12): Der Preis liegt unter null");
    expect(refusalText({ code: "refused.carrier", line: 0, name: "ups_ground", amount: "0" })).toBe("Den Preis der Versandart ups_ground kennt nur Magento");
    expect((await teller("en-US", "USD")).amount({ code: "refused.price", line: 1, amount: "0" })).toBe("");
  });

  it("is told in the gateway's words where they are newer than this register", async () => {
    const step = { code: "price.auction", stage: "price", line: 1, sku: "A", name: null, percent: null, given: null, coin: null, text: "price of an auction", amount: "1" };
    expect((await teller("de-DE", "EUR")).text(step)).toBe("price of an auction");
  });

  it("has words for every step and figure that the gateway tells, in every language", () => {
    const told = (file: string, each: RegExp) => [...new Set([...readFileSync(new URL(`../../../gateway/pos/totals/${file}.go`, import.meta.url), "utf8").matchAll(each)].map((found) => found[1]!))].sort();
    const [codes, figures] = [told("trace", /StepCode = "([^"]+)"/g), told("difference", /(?:lineFigure\{|whole\("[^"]+", )"([^"]+)"/g)];
    for (const texts of [en, de]) {
      expect(Object.keys(texts.steps).sort()).toEqual(codes);
      expect(Object.keys(texts.differs.figures).sort()).toEqual(figures);
      expect(Object.keys(texts.stages).sort()).toEqual([...new Set(codes.map((code) => code.split(".")[0]))].sort());
    }
  });
});
