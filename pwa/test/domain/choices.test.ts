import { describe, expect, it } from "vitest";
import { answerOf, asMagentoTakes, bundleChoice, customPrices, defaultBundle, describeChoices, missingChoice } from "../../src/domain/choices";
import type { ProductDocument } from "../../src/domain/product";

const product = (more: Partial<ProductDocument>): ProductDocument => ({ id: 1, sku: "P", type: "simple", name: "P", enabled: true, visibility: 4, taxClass: 2, price: "10", ...more });
const selection = (id: number, more = {}) => ({ id, productId: id, sku: `S${id}`, quantity: "1", price: "0", ...more });
const bundle = product({
  type: "bundle",
  bundle: {
    options: [
      { id: 1, title: "Pot", type: "radio", required: true, selections: [selection(1), selection(2, { default: true, quantity: "2" })] },
      { id: 2, title: "Lid", type: "checkbox", required: true, selections: [selection(3)] },
      { id: 3, title: "Extra", type: "checkbox", selections: [selection(4), selection(5)] },
    ],
  },
});
const mug = product({
  customOptions: [
    { id: 5, title: "Text", type: "field", required: true, price: { amount: "4.5" } },
    { id: 6, title: "Handle", type: "checkbox", values: [{ id: 61, title: "Oak", price: { amount: "10", percent: true } }, { id: 62, title: "Steel", price: { amount: "1" } }] },
  ],
});

describe("a bundle", () => {
  it("begins with its defaults, and with what is required and has no other choice", () => {
    expect(defaultBundle(bundle.bundle!)).toEqual([{ optionId: 1, selections: [2], quantity: "2" }, { optionId: 2, selections: [3], quantity: "1" }]);
  });

  it("misses a required part until it is chosen", () => {
    const pot = bundleChoice(bundle.bundle!.options![0]!, [1]);
    const lid = bundleChoice(bundle.bundle!.options![1]!, [3]);
    expect([missingChoice(bundle, {}), missingChoice(bundle, { bundle: [pot] }), missingChoice(bundle, { bundle: [pot, lid] })]).toEqual(["Pot", "Lid", null]);
    expect(missingChoice(bundle, { bundle: [{ ...pot, selections: [] }, lid] })).toBe("Pot");
  });

  it("misses a part until its quantity is a whole number, or the shop's own", () => {
    const set = product({ type: "bundle", bundle: { options: [{ id: 1, title: "Rope", type: "radio", required: true, selections: [selection(1, { userQuantity: true, quantity: "0.5" })] }] } });
    const missing = (quantity: string) => missingChoice(set, { bundle: [{ optionId: 1, selections: [1], quantity }] });
    expect(["", "0", "1.5", "12345", "-1", "0.5", "3", "13"].map(missing)).toEqual(["Rope", "Rope", "Rope", "Rope", "Rope", null, null, null]);
  });

  it("is described by its parts' names, with counts as people write them", () => {
    const rope = product({ type: "bundle", bundle: { options: [{ id: 1, title: "Rope", type: "radio", required: true, selections: [selection(1, { quantity: "0.5000" })] }] } });
    const half = { bundle: [{ optionId: 1, selections: [1], quantity: "0.5000" }] };
    expect(["de-DE", "en-US"].map((locale) => describeChoices(rope, half, new Map([[selection(1).productId, "Rope"]]), locale))).toEqual(["0,5 × Rope", "0.5 × Rope"]);
    const chosen = { bundle: [bundleChoice(bundle.bundle!.options![0]!, [2]), bundleChoice(bundle.bundle!.options![2]!, [4])] };
    expect(describeChoices(bundle, chosen, new Map([[2, "Pan"], [4, "Spoon"]]), "de-DE")).toBe("2 × Pan, Spoon");
  });
});

describe("customizable options", () => {
  it("must be answered when they are required", () => {
    expect([missingChoice(mug, {}), missingChoice(mug, { custom: [{ optionId: 5, value: "" }] }), missingChoice(mug, { custom: [{ optionId: 5, value: "Kim" }] })]).toEqual(["Text", "Text", null]);
  });

  it("cost what they say, several of them too, and none that the product does not have", () => {
    expect(customPrices(mug, [{ optionId: 5, value: "Kim" }, { optionId: 6, value: "61,62" }])).toEqual([
      { price: "4.5", price_type: "fixed" },
      { price: "10", price_type: "percent" },
      { price: "1", price_type: "fixed" },
    ]);
    expect(customPrices(mug, [{ optionId: 7, value: "x" }])).toBeNull();
    expect(customPrices(mug, [{ optionId: 6, value: "99" }])).toBeNull();
  });

  it("say dates as Magento takes them", () => {
    const dated = product({ customOptions: ["date", "date_time", "time", "field"].map((type, id) => ({ id, title: type, type })) });
    const custom = ["2026-11-30", "2026-11-30T14:05", "14:05", "2026-11-30"].map((value, optionId) => ({ optionId, value }));
    expect(asMagentoTakes(dated, { custom }).custom?.map((answer) => answer.value)).toEqual([
      "2026-11-30 00:00:00", "2026-11-30 14:05:00", "0000-00-00 14:05:00", "2026-11-30",
    ]);
  });

  it("that ask for a file are answered with a picture, where they take one", () => {
    expect(["file", "drop_down", "multiple", "area", "time", "new"].map((type) => answerOf({ type }))).toEqual(["file", "one", "several", "text", "date", "unsupported"]);
    expect(["jpg, png", "PDF", "pdf;.PNG"].map((fileExtensions) => answerOf({ type: "file", fileExtensions }))).toEqual(["file", "unsupported", "file"]);
  });

  it("miss a required picture until it is there, cost what it says, and are described by its name", () => {
    const photo = product({ customOptions: [{ id: 7, title: "Photo", type: "file", required: true, price: { amount: "6.5" } }] });
    const answer = { optionId: 7, value: "us.gif", file: { mediaType: "image/gif" as const, content: "R0lGODlhAQAB" } };
    expect([{}, { custom: [{ optionId: 7, value: "us.gif" }] }, { custom: [answer] }].map((choices) => missingChoice(photo, choices))).toEqual(["Photo", "Photo", null]);
    expect(customPrices(photo, [answer])).toEqual([{ price: "6.5", price_type: "fixed" }]);
    expect(describeChoices(photo, { custom: [answer] }, new Map(), "de-DE")).toBe("us.gif");
    expect(asMagentoTakes(photo, { custom: [answer] })).toEqual({ custom: [answer] });
  });
});

it("asks which files are bought only when they are sold one by one", () => {
  const files = product({ type: "downloadable", downloads: [{ id: 7, title: "North", price: "3" }], attributes: { links_purchased_separately: "1" } });
  expect([missingChoice(files, {}), missingChoice(files, { links: [7] }), missingChoice({ ...files, attributes: {} }, {})]).toEqual(["P", null, null]);
});
