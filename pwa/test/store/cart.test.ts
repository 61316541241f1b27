import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { type Cart, addLine } from "../../src/domain/cart";
import { changeCart, discardCart } from "../../src/store/cart";
import { Database } from "../../src/store/database";
import { listOrders, payOrder } from "../../src/store/orders";
import { listParked, parkCart } from "../../src/store/parked";
import { cartLine, enrolled, payment } from "../support/build";

const add = (db: Database, sku: string) => changeCart(db, "USD", (cart) => addLine(cart, cartLine(sku)));
const skusOf = (cart: Cart | undefined) => cart?.lines.map((line) => line.sku) ?? [];
const parkedNow = () => ({ at: 1, label: "", by: "Sam" });

/** Two tabs of one register. */
async function twoTabs(): Promise<[Database, Database]> {
  const one = await enrolled();
  const other = new Database((one as unknown as { name: string }).name);
  onTestFinished(async () => {
    await other.close();
    await one.close();
  });
  return [one, other];
}

/** Counts what is asked of a store until the test ends. */
function countReads(): { reads: number } {
  const counted = { reads: 0 };
  const real = IDBObjectStore.prototype.get;
  IDBObjectStore.prototype.get = function (this: IDBObjectStore, ...args) {
    counted.reads++;
    return real.apply(this, args);
  };
  onTestFinished(() => {
    IDBObjectStore.prototype.get = real;
  });
  return counted;
}

it("is changed by the tab that changed it last without being read, also after it was paid", async () => {
  const [db] = await twoTabs();
  await add(db, "A");
  const counted = countReads();
  await add(db, "B");
  expect(counted.reads).toBe(0);
  const paid = await payOrder(db, payment((await db.setting("cart"))!.id));
  expect(paid.input.lines.map((line) => line.sku)).toEqual(["A", "B"]);
  const before = counted.reads;
  await add(db, "C");
  expect(counted.reads).toBe(before);
  expect(skusOf(await db.setting("cart"))).toEqual(["C"]);
});

it("keeps what another tab put on it since, whether or not that was heard of", async () => {
  const [one, other] = await twoTabs();
  await add(one, "A");
  await add(other, "B");
  // Nobody tells: the first tab goes by what it remembers.
  one.openOrder ??= { cart: undefined, turn: 1 };
  const heard: string[][] = [];
  one.subscribe((topic, written) => topic === "cart" && written && heard.push(skusOf(written.value as Cart)));
  await add(one, "C");
  expect(skusOf(await one.setting("cart"))).toEqual(["A", "B", "C"]);
  expect(heard.at(-1)).toEqual(["A", "B", "C"]);
});

it.each([
  ["paid", (db: Database, id: string) => payOrder(db, payment(id))],
  ["parked", (db: Database) => parkCart(db, parkedNow())],
  ["thrown away", (db: Database, id: string) => discardCart(db, id)],
] as const)("does not come back from the memory of a tab when it was %s in another", async (_, end) => {
  const [one, other] = await twoTabs();
  await add(one, "A");
  await add(one, "B");
  const remembered = one.openOrder;
  await end(other, (await other.setting("cart"))!.id);
  one.openOrder = remembered;
  await add(one, "C");
  expect(skusOf(await other.setting("cart"))).toEqual(["C"]);
});

it("ends with each line once, however changes, payments and parking of two tabs come in between each other", { timeout: 60_000 }, async () => {
  const step = fc.record({ tab: fc.nat(1), what: fc.constantFrom("add", "add", "add", "pay", "park"), wait: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const one = await enrolled();
      const tabs = [one, new Database((one as unknown as { name: string }).name)];
      try {
        const under: Promise<unknown>[] = [];
        for (const [i, { tab, what, wait }] of steps.entries()) {
          const db = tabs[tab]!;
          // What is gone meanwhile is not paid; that is for whoever pays to see.
          const pay = async () => payOrder(db, payment((await db.setting("cart"))?.id ?? "")).catch(() => undefined);
          under.push(what === "add" ? add(db, `S${i}`) : what === "pay" ? pay() : parkCart(db, parkedNow()));
          if (wait) await Promise.all(under);
        }
        await Promise.all(under);
        const sold = (await listOrders(one)).flatMap((order) => order.input.lines.map((line) => line.sku));
        const rest = [await one.setting("cart"), ...(await listParked(one))].flatMap(skusOf);
        const added = steps.flatMap(({ what }, i) => (what === "add" ? [`S${i}`] : []));
        expect([...sold, ...rest].sort()).toEqual(added.sort());
      } finally {
        for (const tab of tabs) await tab.close();
      }
    }),
    { numRuns: 30 },
  );
});
