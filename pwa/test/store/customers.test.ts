import { describe, expect, it } from "vitest";
import type { CustomerRecord } from "../../src/domain/customer";
import { KEEP_CUSTOMERS_MS } from "../../src/domain/customer";
import { attachCustomer, pruneCustomers, recentCustomers, rememberCustomers, searchCustomersHere } from "../../src/store/customers";
import { saveDevice, saveWorkplace } from "../../src/store/device";
import { enrolled, workplace } from "../support/build";

const now = 1_800_000_000_000;
const temporary = "01890a5d-ac96-774b-bcce-b302099a8057";

function record(id: string, more: Partial<CustomerRecord> = {}): CustomerRecord {
  return { id, email: `c${id}@example.com`, firstName: "Kim", lastName: `Park${id}`, phone: null, groupId: 1, taxClassId: 3, usedAt: now, attached: false, ...more };
}

describe("customers on this device", () => {
  it("are on the order at once, and the latest first among those of sales here", async () => {
    const db = await enrolled();
    await rememberCustomers(db, [record("1"), record("2"), record("3")]);
    expect(await recentCustomers(db, now)).toEqual([]);
    await attachCustomer(db, "USD", record("1"), now + 1);
    await attachCustomer(db, "USD", record("2"), now + 2);
    expect((await recentCustomers(db, now)).map(({ id }) => id)).toEqual(["2", "1"]);
    expect((await db.setting("cart"))?.customer).toMatchObject({ id: 2, name: "Kim Park2" });
    expect((await searchCustomersHere(db, "park3", now)).map(({ id }) => id)).toEqual(["3"]);
    // Found again, with another name: still one of those of sales here.
    await rememberCustomers(db, [record("2", { lastName: "New", usedAt: now + 3 })]);
    expect((await recentCustomers(db, now))[0]).toMatchObject({ id: "2", lastName: "New", attached: true });
  });

  it("give way to Magento's word on the same e-mail address", async () => {
    const db = await enrolled();
    await attachCustomer(db, "USD", record(temporary, { email: "Kim@example.com" }), now);
    await rememberCustomers(db, [record("7", { email: "kim@example.com" })]);
    expect((await searchCustomersHere(db, "kim", now)).map(({ id }) => id)).toEqual(["7"]);
  });

  it("are forgotten when nobody saw them for thirty days", async () => {
    const db = await enrolled();
    await rememberCustomers(db, [record("1"), record("2", { usedAt: now + 10 })]);
    expect(await searchCustomersHere(db, "park", now + KEEP_CUSTOMERS_MS)).toHaveLength(1);
    await pruneCustomers(db, now + KEEP_CUSTOMERS_MS);
    expect(await db.run((connection) => connection.getAllKeys("customers"))).toEqual(["2"]);
  });

  it("are forgotten when the device is enrolled anew, and not when its workplace is told again", async () => {
    const db = await enrolled();
    await rememberCustomers(db, [record("1")]);
    await saveWorkplace(db, { ...workplace(), lastCounter: 5 });
    expect(await db.run((connection) => connection.count("customers"))).toBe(1);
    await saveDevice(db, { token: "t2", deviceId: "d2", label: "Test", workplace: workplace() });
    expect(await db.run((connection) => connection.count("customers"))).toBe(0);
  });
});
