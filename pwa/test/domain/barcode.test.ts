import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountOn, expiredOn, isPattern, pieceCodes, piecesFor, readBarcode } from "../../src/domain/barcode";
import { code128 } from "../../src/domain/code128";
import { checkDigit, isGtin, readGs1 } from "../../src/domain/gs1";
import { ScanDetector } from "../../src/domain/scan";

const GS = "\u001d";

describe("readGs1", () => {
  it.each<[string, string, object | null]>([
    ["GTIN, expiry and lot", "]C101095011015300031725123110AB-123", { gtin: "09501101530003", expires: "2025-12-31", lot: "AB-123" }],
    ["a lot ended by a separator", `]d2010950110153000310LOT7${GS}17261100`, { gtin: "09501101530003", lot: "LOT7", expires: "2026-11-30" }],
    ["net weight in kilograms", "]e001095011015300033103001250", { gtin: "09501101530003", kilograms: "1.250" }],
    ["a price", `]C1010950110153000339220435${GS}`, { gtin: "09501101530003", price: "4.35" }],
    ["a price without decimals", "]C101095011015300033920435", { price: "435" }],
    ["as people read it", "(01)09501101530003(3102)001250(10)X", { kilograms: "12.50", lot: "X" }],
    ["without a mark, when it begins with a GTIN", "010950110153000310L1", { gtin: "09501101530003", lot: "L1" }],
    ["a plain EAN", "4006381333931", null],
    ["a wrong check digit", "]C10109501101530004", null],
    ["an element that is cut off", "]C10109501101530003310300", null],
    ["a day that does not exist", "]C1010950110153000317251340", { gtin: "09501101530003" }],
    ["letters where an identifier must be", "]C1AB12", null],
    ["nothing", "", null],
  ])("%s", (_name, raw, want) => {
    if (want) expect(readGs1(raw)).toMatchObject(want);
    else expect(readGs1(raw)).toBeNull();
  });

  it("takes any bytes without failing", () => {
    const bytes = fc.uint8Array({ maxLength: 80 }).map((all) => String.fromCharCode(...all));
    const digits = fc.array(fc.constantFrom(..."0123456789", GS), { maxLength: 60 }).map((all) => `]C1${all.join("")}`);
    const anything = fc.oneof(bytes, digits);
    fc.assert(
      fc.property(anything, (raw) => {
        expect(() => readBarcode(raw, ["21IIIIIWWWWWC"])).not.toThrow();
      }),
    );
  });
});

describe("readBarcode", () => {
  const ean = (digits: string) => digits + String(checkDigit(digits));
  const patterns = ["21IIIIIWWWWWC", "22IIIIIPPPPPC"];

  it("takes the weight and the product out of a scale's label", () => {
    expect(readBarcode(ean("211234500348"), patterns)).toEqual({ codes: [ean("211234500000"), "2112345", "12345"], quantity: "0.348" });
  });

  it("takes the price out of a label", () => {
    expect(readBarcode(ean("220012301995"), patterns)).toEqual({ codes: [ean("220012300000"), "2200123", "00123", "123"], price: "19.95" });
  });

  it("takes a label as an American scanner sends it, without the 0 in front, unless a product has all of that code", () => {
    const [own, blank] = [ean("021234500457").slice(1), ean("021234500000")];
    const label = readBarcode(own, ["02IIIIIXPPPPC"]);
    expect(label).toEqual({ codes: [own, blank, blank.slice(1), "0212345", "12345"], own, price: "4.57" });
    expect([amountOn(label, blank), amountOn(label, own)]).toEqual([label, {}]);
    expect(readBarcode("036000291452", ["02IIIIIXPPPPC"])).toEqual({ codes: ["036000291452"] });
  });

  it("leaves other codes alone, and labels of forms that nobody set up or that do not check", () => {
    expect(readBarcode("4006381333931", patterns)).toEqual({ codes: ["4006381333931"] });
    expect(readBarcode(ean("231234500348"), patterns)).toEqual({ codes: [ean("231234500348")] });
    const wrong = "2112345003480";
    expect(isGtin(wrong)).toBe(false);
    expect(readBarcode(wrong, patterns).codes).toEqual([wrong]);
  });

  it("looks for a GTIN in all its lengths", () => {
    expect(readBarcode("]C10100036000291452", []).codes.slice(0, 3)).toEqual(["0036000291452", "036000291452", "00036000291452"]);
  });

  it.each([["21IIIIIWWWWWC", true], ["22IIIIIPPPPPC", true], ["20IIIIIIIIIIC", false], ["2IIIIIWWWWPPC", false], ["ABC", false], ["21IIIIIWWWWW", false]])("knows whether %s is a pattern: %s", (pattern, is) => {
    expect(isPattern(pattern)).toBe(is);
  });

  it("sells so much that it comes to the price on the label", () => {
    expect(piecesFor("4.35", 1250, 2)).toBe(0.348);
    expect(piecesFor("4.35", 0, 2)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 99_999 }), (each, price) => {
        const pieces = piecesFor((price / 100).toFixed(2), each, 2)!;
        expect(Math.round(pieces * each)).toBe(price);
      }),
    );
  });

  it.each([["45.00", 19_900, 4_499], ["123.45", 19_900, 12_344], ["5.00", 12_900, 499]])("sells no more than the label says where nothing comes to just that: %s at %d", (label, each, row) => {
    expect(Math.round(piecesFor(label, each, 2)! * each)).toBe(row);
  });

  it("sells as much of what is dear as comes to no more than the label says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1_000, max: 99_999 }), (each, price) => {
        const most = piecesFor((price / 100).toFixed(2), each, 2)!;
        const rowOf = (ticks: number) => Math.round((ticks * each) / 10_000);
        const ticks = Math.round(most * 10_000);
        expect(rowOf(ticks)).toBeLessThanOrEqual(price);
        if (rowOf(ticks) < price) expect(rowOf(ticks + 1)).toBeGreaterThan(price);
      }),
    );
  });

  it("takes goods for expired when their last day is over where they are sold", () => {
    const goods = readBarcode("(01)09501101530003(17)261129", []);
    expect(expiredOn(goods, "America/New_York", new Date("2026-11-30T02:00:00Z"))).toBeNull();
    expect(expiredOn(goods, "Pacific/Auckland", new Date("2026-11-29T21:00:00Z"))).toBe("2026-11-29");
    expect(expiredOn(readBarcode("4006381333931", []), "UTC", new Date())).toBeNull();
  });
});

describe("a scanner that is set up", () => {
  const scan = (keys: string[], settings: { prefix: string; suffix: string; maxGap: number }, gap = 5) => {
    const detector = new ScanDetector(settings);
    return keys.map((key, i) => detector.key(key, 1_000 + i * gap)).at(-1);
  };

  it("takes prefix and suffix off, however short the code", () => {
    expect(scan([..."~12#", "Enter"], { prefix: "~", suffix: "#", maxGap: 80 })).toBe("12");
  });

  it("takes what lacks them for typing", () => {
    expect(scan([..."4006381333931", "Enter"], { prefix: "~", suffix: "", maxGap: 80 })).toBeNull();
  });

  it("waits as long between keys as it is told", () => {
    expect(scan([..."4006381333931", "Enter"], { prefix: "", suffix: "", maxGap: 200 }, 150)).toBe("4006381333931");
    expect(scan([..."4006381333931", "Enter"], { prefix: "", suffix: "", maxGap: 20 }, 30)).toBeNull();
  });

  const framed = { prefix: "~", suffix: "", maxGap: 80, noEnd: true };
  const silent = { prefix: "", suffix: "", maxGap: 80, noEnd: true };
  it.each<[string, string[], typeof framed, number, string | null]>([
    ["a quick burst", [..."4006381333931"], silent, 5, "4006381333931"],
    ["one with a separator", [..."]C110LOT7", "F8", ..."21X"], silent, 5, `]C110LOT7${GS}21X`],
    ["the shortest one", [..."A12345"], silent, 40, "A12345"],
    ["one of a short code", [..."A1234"], silent, 5, null],
    ["a short code between its marks", [..."~12"], framed, 60, "12"],
    ["a code without them", [..."4006381333931"], framed, 5, null],
    ["fast typing", [..."jacket"], silent, 41, null],
    ["a burst after which something else was pressed", [..."4006381333931", "Backspace"], silent, 5, null],
    ["a burst by a scanner that sends a key at the end", [..."4006381333931"], { ...silent, noEnd: false }, 5, null],
  ])("takes silence for the end of a code where no key is: %s", (_name, keys, settings, gap, want) => {
    const detector = new ScanDetector(settings);
    for (const [i, key] of keys.entries()) expect(detector.key(key, 1_000 + i * gap)).toBeNull();
    expect(detector.silence()).toBe(want);
    expect(detector.silence()).toBeNull();
  });

  it("goes on with a code when silence was heard too soon", () => {
    const detector = new ScanDetector(silent);
    for (const [i, key] of [..."40063"].entries()) detector.key(key, i * 5);
    expect(detector.silence()).toBeNull();
    for (const [i, key] of [..."81333931"].entries()) detector.key(key, 25 + i * 5);
    expect([detector.silence(), detector.key("Enter", 100)]).toEqual(["4006381333931", null]);
  });

  it("keeps the separator of GS1 codes", () => {
    expect(scan([..."]C110LOT7", "F8", ..."21X", "Enter"], { prefix: "", suffix: "", maxGap: 80 })).toBe(`]C110LOT7${GS}21X`);
  });
});

describe("code128", () => {
  it("draws the symbol of the standard's example", () => {
    // Start B, "A" (33), check (104 + 33) mod 103 = 34 and the stop.
    expect(code128("A")?.join("")).toBe("211214" + "111323" + "131123" + "2331112");
  });

  it("has eleven modules a symbol and thirteen for the stop", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,40}$/), (text) => {
        expect(code128(text)?.reduce((sum, width) => sum + width, 0)).toBe(11 * (text.length + 2) + 13);
      }),
    );
  });

  it("draws no text that it cannot", () => {
    expect([code128(""), code128("é"), code128("x".repeat(81))]).toEqual([null, null, null]);
  });
});

it("looks for one piece by the GTIN of its label, but for nothing weighed", () => {
  const scale = "210100000348";
  const label = scale + String(checkDigit(scale));
  expect(pieceCodes(`]d2010950110153000310LOT7${GS}17261100`, [])).toContain("9501101530003");
  expect(pieceCodes("TW-1000 ", [])).toEqual(["TW-1000"]);
  expect(pieceCodes(label, ["21IIIIIWWWWWC"])).toEqual([label]);
  expect(pieceCodes("]e001095011015300033103001250", [])).toEqual(["]e001095011015300033103001250"]);
});
