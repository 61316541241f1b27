import { describe, expect, it } from "vitest";
import { type CustomerRecord, KEEP_CUSTOMERS_MS, MAX_CUSTOMERS, customerOf, isMeant, newCustomerFault, worthKeeping } from "../../src/domain/customer";
import { addLine, newCart } from "../../src/domain/cart";
import { unknownPrices } from "../../src/domain/charge";
import { orderOf, receiptOf } from "../../src/domain/order";
import { cartLine, pricer, rule, sellable } from "../support/build";

const day = 24 * 3_600_000;
const temporary = "01890a5d-ac96-774b-bcce-b302099a8057";

function record(id: string, more: Partial<CustomerRecord> = {}): CustomerRecord {
  return { id, email: `c${id}@example.com`, firstName: "Kim", lastName: "Park", phone: null, groupId: 1, taxClassId: 3, usedAt: 0, attached: false, ...more };
}

describe("a search for customers on this device", () => {
  const kim = record("1", { firstName: "Kim Lee", lastName: "van der Berg", email: "kim@example.com", phone: "+49 (30) 123-45" });

  it.each(["ki", "KIM", "berg"])("needs the beginning of a name: %s", (search) => {
    expect(isMeant(kim, search)).toBe(search !== "berg");
  });

  it("finds by words of either name in any order, by the whole name, e-mail and telephone", () => {
    for (const search of ["van kim", "kim, van", "van der be", "kim@ex", "KIM@EXAMPLE.COM", "4930", "+49 30 12"]) expect([search, isMeant(kim, search)]).toEqual([search, true]);
  });

  it("finds nobody by less than two characters, or by what is inside a name", () => {
    for (const search of ["k", " ", "", "im", "kim park", "example.com", "@example", "3012", "((("]) expect([search, isMeant(kim, search)]).toEqual([search, false]);
  });
});

describe("the customers that a device keeps", () => {
  it("are those seen in thirty days, five hundred at most, and those of sales longest", () => {
    const now = 100 * day;
    const found = Array.from({ length: MAX_CUSTOMERS }, (_, i) => record(String(i), { usedAt: now - i }));
    const sold = record("sold", { usedAt: now - KEEP_CUSTOMERS_MS + 1, attached: true });
    const old = record("old", { usedAt: now - KEEP_CUSTOMERS_MS, attached: true });
    const kept = worthKeeping([...found, sold, old], now).map(({ id }) => id);
    expect(kept).toHaveLength(MAX_CUSTOMERS);
    expect(kept).toContain("sold");
    expect(kept).not.toContain("old");
    expect(kept).not.toContain(String(MAX_CUSTOMERS - 1));
  });
});

describe("a new customer", () => {
  it("needs both names and an address that can be one", () => {
    const whole = { firstName: "Kim", lastName: "Park", email: "kim@example.com" };
    expect(newCustomerFault(whole)).toBeNull();
    expect(newCustomerFault({ ...whole, lastName: " " })).toBe("name");
    expect(newCustomerFault({ ...whole, email: "kim" })).toBe("email");
    expect(newCustomerFault({ ...whole, email: "ki m@example.com" })).toBe("email");
  });

  it("goes with the order whole; one whom Magento knows goes by their id", () => {
    const paid = { counter: 1, staffId: "sam", soldAt: new Date(0), tenders: [{ kind: "CASH" as const, amount: 1084 }], coin: 1 };
    const order = (customer: CustomerRecord) => {
      const cart = addLine({ ...newCart(temporary, "USD"), customer: customerOf(customer) }, cartLine("A"));
      const charge = pricer({ groups: [{ id: 1, code: "General", taxClass: 3 }] }).charge(cart, new Date(0));
      return { input: orderOf(cart, charge, paid), receipt: receiptOf(cart, charge) };
    };
    const fresh = { id: temporary, email: "kim@example.com", firstName: "Kim", lastName: "Park" };
    const first = order(record(temporary, { email: fresh.email }));
    expect(first.input).toMatchObject({ email: fresh.email, customer: { group: 1, taxClass: 3, new: fresh } });
    expect(first.input.customer).not.toHaveProperty("id");
    expect(first.receipt.customer).toBe("Kim Park");
    const second = order(record("7"));
    expect(second.input.customer).toEqual({ id: 7, group: 1, taxClass: 3 });
  });
});

describe("a customer's group", () => {
  const wholesale = [
    { group: 0, regular: "10.00", final: "10.00", min: "10.00" },
    { group: 2, regular: "10.00", final: "7.00", min: "7.00" },
  ];
  const groups = [{ id: 0, code: "NOT LOGGED IN", taxClass: 3 }, { id: 2, code: "Wholesale", taxClass: 3 }];
  const cartOf = (line: ReturnType<typeof cartLine>, group: number) => addLine({ ...newCart(temporary, "USD"), customer: customerOf(record("7", { groupId: group })) }, line);
  const line = (prices: typeof wholesale) => ({ ...cartLine("A"), product: { ...sellable("10.00", { tier_prices: [{ group: 2, qty: "3", price: "5.00" }] }), prices } });

  it("gets its prices, its tiers, its rules and its taxes", () => {
    const at = new Date();
    const total = (group: number, taxClassId = 3, quantity = 1) => {
      const cart = addLine({ ...newCart(temporary, "USD"), customer: customerOf(record("7", { groupId: group, taxClassId })) }, { ...line(wholesale), quantity });
      return pricer({ groups, rules: [rule(1, { customer_groups: [0], action: "by_fixed", discount_amount: 1 })] }).charge(cart, at);
    };
    expect(total(0)).toMatchObject({ subtotal: 1000, discount: 100 });
    expect(total(2)).toMatchObject({ subtotal: 700, discount: 0, tax: 59 });
    expect(total(2, 9)).toMatchObject({ subtotal: 700, tax: 0 });
    expect(total(2, 3, 3)).toMatchObject({ subtotal: 1500 });
  });

  it("is said to be unknown where only guests' prices are there", () => {
    expect(unknownPrices(cartOf(line(wholesale), 2))).toBe(0);
    expect(unknownPrices(cartOf(line(wholesale.slice(0, 1)), 2))).toBe(1);
    expect(unknownPrices(cartOf(line(wholesale.slice(0, 1)), 0))).toBe(0);
    expect(unknownPrices(cartOf(line([]), 2))).toBe(0);
  });
});
