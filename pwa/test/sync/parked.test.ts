import { describe, expect, it } from "vitest";
import { GatewayError, NetworkError } from "../../src/api/client";
import { addLine } from "../../src/domain/cart";
import type { Tender } from "../../src/domain/tender";
import type { Database } from "../../src/store/database";
import { staysHere } from "../../src/domain/parked";
import { changeCart } from "../../src/store/cart";
import { saveDevice } from "../../src/store/device";
import { listParked, parkCart } from "../../src/store/parked";
import { type ParkDeps, type ParkGateway, discard, parkedElsewhere, recall, shareParked } from "../../src/sync/parked";
import { cartLine, enrolled, picturedLine, workplace } from "../support/build";

/** The gateway's shelf: one taker for each order. */
class Shelf implements ParkGateway {
  readonly orders = new Map<string, { id: string; label: string; body: string }>();
  down = false;
  refuses = false;

  async parkOrder(_token: string, order: { id: string; label: string; body: string }): Promise<number> {
    this.reach();
    if (this.refuses) throw new GatewayError("TOO_LARGE", "too large");
    this.orders.set(order.id, order);
    return Promise.resolve(10_000);
  }

  async parkedOrders() {
    this.reach();
    return Promise.resolve([...this.orders.values()].map(({ id, label }) => ({ id, label, registerId: "R1", parkedAt: 1 })));
  }

  async recallOrder(_token: string, id: string): Promise<string | null> {
    this.reach();
    const body = this.orders.get(id)?.body ?? null;
    this.orders.delete(id);
    return Promise.resolve(body);
  }

  private reach(): void {
    if (this.down) throw new NetworkError("down");
  }
}

const parked = { at: 1, label: "Kim", by: "Sam" };
const depsOf = (db: Database, gateway: ParkGateway, now = 1): ParkDeps => ({ db, gateway, now: () => now, newId: () => "a-new-id" });

async function parkOne(db: Database, sku: string): Promise<string> {
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine(sku)));
  const { id } = (await db.setting("cart"))!;
  expect(await parkCart(db, parked)).toBe(true);
  return id;
}

describe("parked orders", () => {
  it("go to another register, and only to one", async () => {
    const shelf = new Shelf();
    const [a, b, c] = [await enrolled(), await enrolled(), await enrolled()];
    const id = await parkOne(a, "A");
    await shareParked(depsOf(a, shelf));
    expect(await parkedElsewhere(depsOf(b, shelf))).toMatchObject([{ id, label: "Kim" }]);
    expect(await parkedElsewhere(depsOf(a, shelf))).toEqual([]);
    expect(await recall(depsOf(b, shelf), id, parked)).toBe("open");
    expect((await b.setting("cart"))?.lines.map((line) => line.sku)).toEqual(["A"]);
    expect(await recall(depsOf(c, shelf), id, parked)).toBe("taken");
    expect(await recall(depsOf(a, shelf), id, parked)).toBe("taken");
    expect(await listParked(a)).toEqual([]);
    expect(await a.setting("cart")).toBeUndefined();
  });

  it("park the open order in the place of the one taken up", async () => {
    const db = await enrolled();
    const first = await parkOne(db, "A");
    await changeCart(db, "USD", (cart) => addLine(cart, cartLine("B")));
    expect(await recall(depsOf(db, new Shelf()), first, parked)).toBe("open");
    expect((await db.setting("cart"))?.id).toBe(first);
    expect((await listParked(db)).map((cart) => cart.lines[0]?.sku)).toEqual(["B"]);
  });

  it("are taken up without the gateway under a new id when another register may have them too", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    const id = await parkOne(db, "A");
    await shareParked(depsOf(db, shelf));
    shelf.down = true;
    expect(await recall(depsOf(db, shelf), id, parked)).toBe("unsure");
    expect((await db.setting("cart"))?.id).toBe("a-new-id");
  });

  it("stay this device's own once the gateway has let them go", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    const id = await parkOne(db, "A");
    await shareParked(depsOf(db, shelf));
    shelf.orders.clear();
    expect(await recall(depsOf(db, shelf, 10_001), id, parked)).toBe("open");
  });

  it("are shared once the gateway is back, and stay here when it does not take them", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    const id = await parkOne(db, "A");
    shelf.down = true;
    await shareParked(depsOf(db, shelf));
    shelf.down = false;
    shelf.refuses = true;
    await shareParked(depsOf(db, shelf));
    expect(shelf.orders.size).toBe(0);
    shelf.refuses = false;
    await shareParked(depsOf(db, shelf));
    expect([...shelf.orders.keys()]).toEqual([id]);
  });

  it("with more than the gateway keeps stay on this device, pictures and all, until they are taken up", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    const line = picturedLine("MUG", 50_000);
    await changeCart(db, "USD", (cart) => addLine(cart, line));
    await parkCart(db, parked);
    await shareParked(depsOf(db, shelf));
    const [waits] = await listParked(db);
    expect([shelf.orders.size, staysHere(waits!)]).toEqual([0, true]);
    expect(await recall(depsOf(db, shelf), waits!.id, parked)).toBe("open");
    expect((await db.setting("cart"))?.lines[0]).toMatchObject(line);
  });

  it("of another version or damaged are left to those who can read them", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    for (const [id, body] of [["x", '{"version":99,"cart":{}}'], ["y", "not JSON"]] as const) {
      shelf.orders.set(id, { id, label: "", body });
      expect(await recall(depsOf(db, shelf), id, parked)).toBe("unreadable");
      expect(shelf.orders.get(id)?.body).toBe(body);
    }
    expect(await db.setting("cart")).toBeUndefined();
  });

  describe("of a device that is enrolled anew", () => {
    const customer = { id: 7, group: 1, name: "Kim Hart", email: "kim@example.com" };
    const enrolAt = (db: Database, id: string) => {
      const place = workplace();
      return saveDevice(db, { token: "t2", deviceId: "d2", label: "Test", workplace: { ...place, location: { ...place.location, id } } });
    };

    /** A parked order and an open one, both of one customer. */
    async function world(tenders: Tender[]) {
      const db = await enrolled();
      const begin = () => changeCart(db, "USD", (cart) => ({ ...cart, customer, tenders }));
      await begin();
      const id = await parkOne(db, "A");
      await begin();
      await changeCart(db, "USD", (cart) => addLine(cart, cartLine("B")));
      return { db, shelf: new Shelf(), id };
    }

    it("stay where it is the same location", async () => {
      const { db, shelf } = await world([]);
      await enrolAt(db, workplace().location.id);
      await shareParked(depsOf(db, shelf));
      expect([shelf.orders.size, (await db.setting("cart"))?.customer]).toEqual([1, customer]);
    });

    it("are gone at another location, and the open one with them", async () => {
      const { db, shelf } = await world([]);
      await enrolAt(db, "l9");
      await shareParked(depsOf(db, shelf));
      expect([shelf.orders.size, await listParked(db), await db.setting("cart")]).toEqual([0, [], undefined]);
      await changeCart(db, "USD", (cart) => addLine(cart, cartLine("C")));
      expect((await db.setting("cart"))?.lines.map((line) => line.sku)).toEqual(["C"]);
    });

    it("stay on the device with the money that is on them, and without their customer", async () => {
      const tenders: Tender[] = [{ kind: "CARD", amount: 500, reference: "T1" }];
      const { db, shelf, id } = await world(tenders);
      await enrolAt(db, "l9");
      await shareParked(depsOf(db, shelf));
      const [kept, ...others] = await listParked(db);
      expect([shelf.orders.size, others, kept?.id, kept?.parked?.label, kept?.tenders]).toEqual([0, [], id, "A", tenders]);
      expect(await db.setting("cart")).toMatchObject({ tenders, lines: [{ sku: "B" }] });
      expect(JSON.stringify([kept, await db.setting("cart")])).not.toMatch(/Kim|kim@/);
      expect(await recall(depsOf(db, shelf), id, parked)).toBe("open");
    });
  });

  it("are thrown away everywhere", async () => {
    const shelf = new Shelf();
    const db = await enrolled();
    const id = await parkOne(db, "A");
    await shareParked(depsOf(db, shelf));
    await discard(depsOf(db, shelf), id);
    expect([shelf.orders.size, (await listParked(db)).length]).toEqual([0, 0]);
  });
});
