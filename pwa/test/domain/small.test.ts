import { describe, expect, it } from "vitest";
import { backoff } from "../../src/domain/backoff";
import { type Cart, MAX_QUANTITY, addLine, changeLine, setQuantity } from "../../src/domain/cart";
import { choiceOf, choose, describeChoice, isPossible } from "../../src/domain/options";
import { type OrderInput, shownState } from "../../src/domain/order";
import { type Configurable, guestPrice, initials } from "../../src/domain/product";
import { ScanDetector, cleanCode } from "../../src/domain/scan";
import { quickAmounts } from "../../src/domain/tender";
import { uuidv7 } from "../../src/domain/uuid";
import { cartLine, item } from "../support/build";

describe("uuidv7", () => {
  it("has the form of RFC 9562 and sorts by time", () => {
    const random = () => crypto.getRandomValues(new Uint8Array(10));
    const ids = [1, 1_000, 1_763_700_000_000, 1_763_700_000_001, 2 ** 47].map((at) => uuidv7(at, random()));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.toSorted()).toEqual(ids);
  });

  it("equals the example of the RFC", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidv7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });
});

describe("ScanDetector", () => {
  const type = (keys: string[], gap: number) => {
    const detector = new ScanDetector();
    return keys.map((key, i) => detector.key(key, 1_000 + i * gap)).at(-1);
  };
  const scan = (code: string) => [...code, "Enter"];

  it.each<[string, string[], number, string | null]>([
    ["a fast burst ended by Enter", scan("4006381333931"), 5, "4006381333931"],
    ["a fast burst ended by Tab", [..."4006381333931", "Tab"], 5, "4006381333931"],
    ["a person who goes on to the next field", [..."4006381333931", "Tab"], 110, null],
    ["a fast one who does", [..."Martin", "Tab"], 60, null],
    ["a slow scanner", scan("4006381333931"), 79, "4006381333931"],
    ["a person typing", scan("4006381333931"), 110, null],
    ["a short code, very fast", scan("A123"), 30, "A123"],
    ["a short code at the pace of fast fingers", scan("2000"), 60, null],
    ["too short to be a code", scan("123"), 5, null],
    ["Shift between characters", ["Shift", "W", "Shift", "S", "1", "2", "-", "X", "Enter"], 5, "WS12-X"],
    ["a burst cut by an arrow key", ["1", "2", "3", "4", "ArrowLeft", "5", "Enter"], 5, null],
    ["Enter alone", ["Enter"], 5, null],
  ])("%s", (_name, keys, gap, want) => {
    expect(type(keys, gap)).toBe(want);
  });

  it.each([[60, null], [5, "regards"]])("takes Enter in a text of several lines for typing, unless it came fast: %d ms", (gap, want) => {
    const detector = new ScanDetector();
    const last = scan("regards").map((key, i) => detector.key(key, 1_000 + i * gap, true)).at(-1);
    expect(last).toBe(want);
  });

  it("tells what a scan would be as soon as it is one, and nothing of what is too long for a product", () => {
    const detector = new ScanDetector();
    const soFar = (code: string, from: number) => [...code].map((key, i) => (detector.key(key, from + i * 5), detector.soFar)).filter((one) => one !== null);
    expect(soFar("WS12-X", 0)).toEqual(["WS12", "WS12-", "WS12-X"]);
    expect(soFar("40063813339317", 1_000)).toEqual(["40063813", "400638133393", "4006381333931", "40063813339317"]);
    expect(soFar("x".repeat(80), 2_000)).toHaveLength(61);
  });

  it("does not join two bursts", () => {
    const detector = new ScanDetector();
    for (const [i, key] of [..."123456"].entries()) detector.key(key, i * 5);
    for (const [i, key] of [..."ABCDEF"].entries()) detector.key(key, 1_000 + i * 5);
    expect(detector.key("Enter", 1_030)).toBe("ABCDEF");
  });

  it("tells the second key by which a scanner ends from one that somebody means", () => {
    const detector = new ScanDetector();
    const keys = ["Tab", ...scan("4006381333931"), "Enter", "Tab"];
    expect(keys.map((key, i) => detector.endsAgain(key, i * 5) || detector.key(key, i * 5) !== null && "scan")).toEqual([...Array<boolean>(14).fill(false), "scan", true, true]);
    expect(detector.endsAgain("Enter", 1_000)).toBe(false);
    // A scanner may be as quick with the next code.
    for (const code of ["400638", "400639"]) {
      const ends = scan(code).map((key, i) => (detector.endsAgain(key, 2_000 + i) ? "swallowed" : detector.key(key, 2_000 + i)));
      expect(ends.at(-1)).toBe(code);
    }
  });

  it("bounds what a stuck scanner can send", () => {
    expect(type(scan("x".repeat(10_000)), 1)?.length).toBe(256);
  });

  it("takes control characters out of a code", () => {
    expect(cleanCode("\u0002 40063\u001d81333931\r")).toBe("4006381333931");
  });
});

describe("cart", () => {
  const cart: Cart = { id: "c", currency: "USD", lines: [] };

  it("puts equal products on one line and others on their own", () => {
    const full = [cartLine("A"), cartLine("B"), cartLine("A")].reduce(addLine, cart);
    expect(full.lines.map((l) => [l.id, l.sku, l.quantity])).toEqual([[1, "A", 2], [2, "B", 1]]);
  });

  it("keeps a line of the old price when the price changed meanwhile, and of other choices", () => {
    const engraved = { ...cartLine("A"), choices: { custom: [{ optionId: 1, value: "Kim" }] } };
    expect([cartLine("A"), cartLine("A", "11.00"), engraved].reduce(addLine, cart).lines).toHaveLength(3);
  });

  it("does not add to a line whose price staff changed", () => {
    const one = addLine(cart, cartLine("A"));
    const cheap = changeLine(one, 1, { manual: { percent: "10", reason: "r" } });
    expect(addLine(cheap, cartLine("A")).lines.map((l) => l.quantity)).toEqual([1, 1]);
  });

  it("removes nothing else when a line is removed twice", () => {
    const full = [cartLine("A"), cartLine("B")].reduce(addLine, cart);
    const once = setQuantity(full, 1, 0);
    expect(setQuantity(once, 1, 0).lines.map((l) => l.sku)).toEqual(["B"]);
  });

  it("drops a line at zero, bounds quantities, and keeps four decimals", () => {
    const full = addLine(cart, cartLine("A"));
    expect(setQuantity(full, 1, 0).lines).toEqual([]);
    expect(setQuantity(full, 1, 1e9).lines[0]?.quantity).toBe(MAX_QUANTITY);
    expect(setQuantity(full, 1, 0.1 + 0.2).lines[0]?.quantity).toBe(0.3);
    expect(setQuantity(full, 1, -3).lines).toEqual([]);
  });
});

describe("orderOf", () => {
  const sold = { input: { lines: [{}] } as unknown as OrderInput };
  it("shows the gateway's state only once the gateway has the order", () => {
    expect(shownState({ ...sold, local: "sending", remote: null })).toBe("sending");
    expect(shownState({ ...sold, local: "received", remote: { state: "INDETERMINATE" } })).toBe("indeterminate");
    expect(shownState({ ...sold, local: "refused", remote: { state: "RECEIVED" } })).toBe("refused");
    const placed = { local: "received", remote: { state: "PLACED" } } as const;
    expect([sold, { input: { lines: [] } as unknown as OrderInput }].map((order) => shownState({ ...order, ...placed }))).toEqual(["placed", "received"]);
  });
});

describe("options", () => {
  const product: Configurable = {
    item: item("P"),
    options: [
      { code: "color", label: "Colour", values: [{ id: 1, label: "Red" }, { id: 2, label: "Blue" }] },
      { code: "size", label: "Size", values: [{ id: 8, label: "S" }, { id: 9, label: "L" }] },
    ],
    choices: [
      { item: item("P-RS"), values: { color: 1, size: 8 } },
      { item: item("P-BL"), values: { color: 2, size: 9 } },
    ],
  };

  it("finds the variant when every axis is chosen", () => {
    expect(choiceOf(product, { color: 1 })).toBeNull();
    expect(choiceOf(product, choose(product, { color: 1 }, "size", 8))?.sku).toBe("P-RS");
    expect(describeChoice(product, "P-BL")).toBe("Blue, L");
  });

  it("drops what does not go with a new choice", () => {
    expect(isPossible(product, { color: 1 }, "size", 9)).toBe(false);
    expect(choose(product, { color: 1 }, "size", 9)).toEqual({ size: 9 });
  });
});

it("offers round sums above what is due", () => {
  expect(quickAmounts(3712, "USD")).toEqual([3800, 4000, 5000, 10000]);
  expect(quickAmounts(2000, "USD")).toEqual([5000, 10000]);
  expect(quickAmounts(1234, "JPY")).toEqual([1235, 1240, 1250, 1300]);
});

it("backs off longer each time, never at once, never beyond the cap", () => {
  expect([1, 2, 3, 30].map((n) => backoff(n, 1))).toEqual([1_000, 2_000, 4_000, 60_000]);
  expect(backoff(5, 0)).toBe(1_600);
});

it("takes the guest's final price and falls back to the product's own", () => {
  const doc = { id: 1, sku: "A", type: "simple", name: "A", enabled: true, visibility: 4, taxClass: 2, price: "9" };
  expect(guestPrice({ ...doc, prices: [{ group: 0, regular: "9", final: "7.505", min: "7.505" }] }, "USD")).toBe(751);
  expect(guestPrice(doc, "USD")).toBe(900);
  expect(guestPrice({ ...doc, price: undefined }, "USD")).toBeNull();
});

it("makes initials of any name", () => {
  expect(["Wool blanket, large", "émile", "", "12-piece set"].map(initials)).toEqual(["WB", "É", "?", "1P"]);
});
