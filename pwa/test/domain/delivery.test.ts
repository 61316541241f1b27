import { describe, expect, it } from "vitest";
import { type Cart, addLine, newCart } from "../../src/domain/cart";
import { basketOf } from "../../src/domain/charge";
import { countries, needsRegion } from "../../src/domain/countries";
import { type Delivery, type Recipient, deliveryOf, goesTo, recipientFault, regionsOf, tidied } from "../../src/domain/delivery";
import { orderOf, receiptOf } from "../../src/domain/order";
import { readParked, writeParked } from "../../src/domain/parked";
import { cartLine, pricer, pricing, rule, sellable, workplace } from "../support/build";

const kim: Recipient = { firstName: "Kim", lastName: "Park", street: ["1 Beacon St"], postcode: "02108", city: "Boston", country: "US", regionCode: "MA", regionId: 32, telephone: "555" };
const flat: Delivery = { kind: "SHIP", method: "flatrate_flatrate", name: "Standard", price: null, to: kim };
const express: Delivery = { kind: "SHIP", method: "tablerate_bestway", name: "Express", price: 1_500, to: kim };
const la: Delivery = {
  kind: "PICKUP",
  place: { id: "la", name: "Los Angeles", address: { street: ["200 Spring St"], city: "Los Angeles", postcode: "90012", country: "US", regionId: 12, telephone: "5" } },
};
const order = (delivery?: Delivery, price = "10.00"): Cart => ({ ...addLine(newCart("id", "USD"), { ...cartLine("A", price), quantity: 2 }), ...(delivery && { delivery }) });
const now = new Date("2026-11-21T12:00:00Z");
const tax = pricing().tax;

const charged = (cart: Cart, more: Parameters<typeof pricer>[0] = {}) => {
  const charge = pricer(more).charge(cart, now);
  const paid = { counter: 1, staffId: "sam", soldAt: now, tenders: [{ kind: "CASH" as const, amount: charge.total }], coin: 1 };
  return { charge, order: orderOf(cart, charge, paid), receipt: receiptOf(cart, charge) };
};

/** Whether an order's amounts add up as the gateway checks it. */
const addsUp = ({ charged: c, lines }: ReturnType<typeof orderOf>) => {
  const sum = (pick: (line: (typeof lines)[number]) => number | undefined) => lines.reduce((all, line) => all + (pick(line) ?? 0), 0);
  const { discount = 0, shipping = 0, compensation = 0 } = c;
  expect(c.subtotal).toBe(sum((line) => line.rowTotal));
  expect(c.total).toBe(c.subtotal - discount + shipping + c.tax + compensation);
  for (const [all, ofLines] of [[c.tax, sum((line) => line.tax)], [discount, sum((line) => line.discount)], [compensation, sum((line) => line.compensation)]] as const) {
    expect(all === ofLines || (all > ofLines && shipping > 0), "only shipping adds to the lines").toBe(true);
  }
};

describe("an order that is shipped", () => {
  it("costs Magento's flat rate for each piece, and the tax of where it goes", () => {
    const { charge, order: sent, receipt } = charged(order(flat));
    expect(charge).toMatchObject({ subtotal: 2_000, shipping: 1_000, shownShipping: 1_000, tax: 0, total: 3_000, stop: null });
    expect(sent.charged).toEqual({ subtotal: 2_000, tax: 0, total: 3_000, shipping: 1_000 });
    const { firstName, lastName, ...address } = kim;
    expect(sent.fulfilment).toEqual({ kind: "SHIP", method: "flatrate_flatrate", firstName, lastName, address });
    expect(receipt).toMatchObject({ shipping: 1_000, delivery: { kind: "SHIP", name: "Kim Park", address: "1 Beacon St, Boston, MA 02108, US", method: "Standard" } });
    addsUp(sent);
  });

  it("costs what its carrier asks", () => {
    expect(charged(order(express)).charge).toMatchObject({ shipping: 1_500, total: 3_500 });
  });

  it("is taxed with its shipping where the shop says so", () => {
    const here = { ...flat, to: { ...kim, regionCode: "NY", regionId: 43, postcode: "10001" } };
    const { charge, order: sent } = charged(order(here), { config: { "tax/classes/shipping_tax_class": "2" } });
    // 8.375% of 30.00, of which the line's share is rounded up.
    expect(charge).toMatchObject({ tax: 251, total: 3_251, shipping: 1_000 });
    expect(sent.lines[0]!.tax).toBe(168);
    addsUp(sent);
  });

  it("shows shipping with tax where prices contain it, and the subtotal without it", () => {
    const here = { ...flat, to: { ...kim, regionCode: "NY", regionId: 43, postcode: "10001" } };
    const config = { "tax/classes/shipping_tax_class": "2", "tax/calculation/price_includes_tax": "1", "tax/calculation/shipping_includes_tax": "1", "tax/calculation/cross_border_trade_enabled": "1" };
    const { charge, order: sent } = charged(order(here), { config });
    expect(charge).toMatchObject({ shownShipping: 1_000, total: 3_000 });
    expect(charge.shipping).toBe(923);
    addsUp(sent);
  });

  it("has rules take off its shipping", () => {
    const { charge, order: sent } = charged(order(flat), { rules: [rule(1, { apply_to_shipping: true, discount_amount: 50 })] });
    expect(charge).toMatchObject({ discount: 1_500, shipping: 1_000, total: 1_500 });
    expect(sent.lines[0]!.discount).toBe(1_000);
    addsUp(sent);
  });

  it("adds up whatever the prices, taxes and discounts are", () => {
    for (let cents = 1; cents < 400; cents += 7) {
      const price = (cents / 100).toFixed(2);
      for (const includes of ["0", "1"]) {
        const config = { "tax/classes/shipping_tax_class": "2", "tax/calculation/price_includes_tax": includes, "tax/calculation/shipping_includes_tax": includes };
        const here = { ...express, price: cents, to: { ...kim, regionCode: "NY", regionId: 43, postcode: "10001" } };
        const { charge, order: sent } = charged(order(here, price), { config, rules: [rule(1, { apply_to_shipping: true, discount_amount: "33.3" })] });
        expect(charge.stop, price).toBeNull();
        addsUp(sent);
      }
    }
  });

  it("is stopped when nobody can say what its method costs", () => {
    const unknown: Delivery = { ...express, price: null };
    expect(charged(order(unknown)).charge.stop).toMatchObject({ kind: "refused" });
  });
});

describe("an order that is picked up", () => {
  it("costs no shipping, and the tax of where it waits", () => {
    const { charge, order: sent, receipt } = charged(order(la));
    expect(charge).toMatchObject({ shipping: 0, tax: 0, total: 2_000 });
    expect(sent).toMatchObject({ fulfilment: { kind: "PICKUP", locationId: "la" }, charged: { subtotal: 2_000, tax: 0, total: 2_000 } });
    expect(receipt.delivery).toEqual({ kind: "PICKUP", name: "Los Angeles", address: "200 Spring St, Los Angeles 90012, US" });
  });

  it("is a pickup for Magento's rules", () => {
    expect(basketOf(order(la), pricing(), workplace().location.address, "2026-11-21").shipping).toEqual({ method: "instore_pickup", carrier_price: "0" });
  });
});

it("is carried out of the shop when there is nothing to ship", () => {
  const download: Cart = { ...newCart("id", "USD"), delivery: flat, lines: [{ ...cartLine("A"), id: 1, product: sellable("10.00", { type: "virtual" }) }] };
  expect(deliveryOf(download)).toBeUndefined();
  const { charge, order: sent, receipt } = charged(download);
  expect(charge.shipping).toBe(0);
  expect(charge.tax).toBe(84);
  expect(sent.fulfilment).toBeUndefined();
  expect(receipt.delivery).toBeUndefined();
  expect(deliveryOf({ lines: [], delivery: flat })).toBeUndefined();
});

it("is the order that it was without a delivery", () => {
  const { order: sent, receipt, charge } = charged(order());
  expect(charge).toMatchObject({ shipping: 0, shownShipping: 0, total: 2_168 });
  expect(Object.keys(sent)).not.toContain("fulfilment");
  expect(Object.keys(sent.charged)).toEqual(["subtotal", "tax", "total"]);
  expect(Object.keys(receipt)).not.toContain("delivery");
});

describe("a recipient", () => {
  const without = (change: Partial<Recipient>) => recipientFault({ ...kim, ...change }, true);
  it("is complete, or says what is missing", () => {
    expect(recipientFault(kim, true)).toBeNull();
    expect(without({ lastName: " " })).toBe("name");
    expect(without({ street: ["", "Flat 2"] })).toBe("street");
    expect(without({ city: "" })).toBe("city");
    expect(without({ regionCode: undefined })).toBe("region");
    expect(recipientFault({ ...kim, regionCode: undefined }, false)).toBeNull();
    expect(without({ telephone: "" })).toBe("telephone");
  });

  it("is sent without what was left empty", () => {
    const typed = { ...kim, firstName: " Kim ", street: [" 1 Beacon St ", ""], regionCode: undefined, regionId: undefined };
    expect(tidied(typed)).toEqual({ firstName: "Kim", lastName: "Park", street: ["1 Beacon St"], postcode: "02108", city: "Boston", country: "US", telephone: "555" });
    expect(tidied(kim)).toEqual(kim);
    expect(goesTo({ ...flat, to: tidied(typed) }).address).toBe("1 Beacon St, Boston 02108, US");
  });

  it("lives in a region of its country", () => {
    expect(regionsOf({ "US-NY": 43, "US-CA": 12, "DE-BER": 82 }, "US")).toEqual([{ code: "CA", id: 12 }, { code: "NY", id: 43 }]);
    expect(regionsOf(tax.regions, "FR")).toEqual([]);
    expect([needsRegion("US"), needsRegion("DE")]).toEqual([true, false]);
    expect(new Set(countries).size).toBe(249);
  });
});

it("is left alone by registers that would have its goods carried out", () => {
  expect(JSON.parse(writeParked(order()))).toMatchObject({ version: 1 });
  expect(JSON.parse(writeParked(order(la)))).toMatchObject({ version: 2 });
  expect(readParked(writeParked(order(la)))?.delivery).toEqual(la);
  expect(readParked(JSON.stringify({ version: 4, cart: order() }))).toBeNull();
});
