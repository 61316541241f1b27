import { unwrap } from "idb";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { GatewayError, NetworkError, versionsDiffer } from "../../src/api/client";
import { type Cart, addLine } from "../../src/domain/cart";
import { changeCart } from "../../src/store/cart";
import { Database } from "../../src/store/database";
import { type Payable, findPayable, listOrders, payOrder } from "../../src/store/orders";
import { countQueued, requeue } from "../../src/store/outbox";
import { Engine } from "../../src/sync/engine";
import { cartLine, enrolled, eventually, payment, pricer } from "../support/build";
import { FakeGateway } from "../support/gateway";

const never = new Promise<never>(() => undefined);
const day = 86_400_000;

/** The browser's locks: whoever is killed lets go. */
class Locks {
  private holder: Tab | null = null;
  private waiting: { tab: Tab; start: () => void }[] = [];

  of(tab: Tab): Pick<LockManager, "request"> {
    const request = async (_name: string, _options: unknown, work: () => Promise<unknown>) => {
      await new Promise<void>((start) => {
        this.waiting.push({ tab, start });
        this.next();
      });
      return work();
    };
    return { request } as unknown as Pick<LockManager, "request">;
  }

  drop(tab: Tab): void {
    this.waiting = this.waiting.filter((each) => each.tab !== tab);
    if (this.holder === tab) this.holder = null;
    this.next();
  }

  private next(): void {
    if (this.holder) return;
    const first = this.waiting.shift();
    this.holder = first?.tab ?? null;
    first?.start();
  }
}

/** What is outside of the tabs. */
class Device {
  readonly gateway = new FakeGateway();
  readonly locks = new Locks();
  readonly fates: string[] = [];
  /** Receipts that people saw. */
  readonly shown = new Set<string>();
  readonly tabs: Tab[] = [];
  clock = 0;
  full = false;
  private constructor(readonly name: string) {
    this.gateway.before = () => {
      const fate = this.fates[0];
      if (fate === undefined || fate === "answer lost") return undefined;
      this.fates.shift();
      if (fate === "request lost") throw new NetworkError("cut");
      throw new GatewayError(fate, "not now");
    };
    this.gateway.after = () => {
      if (this.fates.shift() === "answer lost") throw new NetworkError("cut");
    };
  }

  static async start(): Promise<Device> {
    const db = await enrolled();
    const device = new Device((db as unknown as { name: string }).name);
    await db.close();
    return device;
  }

  now(): number {
    return Date.now() + this.clock;
  }

  /** The tab at a place; a killed one is opened again. */
  async tab(i: number): Promise<Tab> {
    const there = this.tabs[i];
    if (there && !there.dead) return there;
    const tab = new Tab(this);
    await tab.open();
    return (this.tabs[i] = tab);
  }
}

const alive = new Map<IDBDatabase, Tab>();

/** A tab at work, which can be killed at any write. */
class Tab {
  readonly db: Database;
  readonly engine: Engine;
  /** Before which of its writes from now on it is killed; 0 is never. */
  fuse = 0;
  dead = false;
  /** What this tab read ahead of a payment, however long ago. */
  private found: Payable | undefined;
  private end: () => void = () => undefined;
  private readonly killed = new Promise<null>((done) => (this.end = () => done(null)));
  private readonly stop = new AbortController();

  constructor(private readonly device: Device) {
    this.db = new Database(device.name);
    const { gateway } = device;
    this.engine = new Engine({ db: this.db, gateway, locks: device.locks.of(this), now: () => device.now(), random: () => 0, appVersion: "test", catalogChanged: () => undefined });
  }

  async open(): Promise<void> {
    alive.set(await this.db.run((connection) => Promise.resolve(unwrap(connection))), this);
    void this.engine.run(this.stop.signal);
  }

  /** What somebody does here; null when the tab is killed meanwhile. What fails is told and left as it was. */
  do<T>(work: () => Promise<T>): Promise<T | null> {
    return Promise.race([work().catch(() => null), this.killed]);
  }

  async sell(): Promise<void> {
    await changeCart(this.db, "USD", (cart) => (cart.lines.length ? cart : addLine(cart, cartLine("A"))));
    await this.pay();
  }

  async pay(): Promise<void> {
    const cart = await this.db.setting("cart");
    if (!cart) return;
    const now = new Date(this.device.now());
    const order = await payOrder(this.db, { ...payment(cart.id), now, found: this.found, charge: (stored: Cart) => pricer().charge(stored, now) });
    if (!this.dead) this.device.shown.add(order.id);
  }

  async lookAhead(): Promise<void> {
    this.found = await findPayable(this.db, "R1");
  }

  kill(): void {
    if (this.dead) return;
    this.dead = true;
    // Neither by itself nor, taking its end for that of its connection, anew.
    Object.assign(this.db, { run: () => never, open: () => never });
    this.db.changed = () => undefined;
    this.stop.abort();
    this.device.locks.drop(this);
    this.end();
  }

  /** Called before each write of this tab. */
  writes(): "go on" | "killed" | "full" {
    if (this.dead || (this.fuse > 0 && --this.fuse === 0)) {
      this.kill();
      return "killed";
    }
    return this.device.full ? "full" : "go on";
  }
}

const real = { put: IDBObjectStore.prototype.put, add: IDBObjectStore.prototype.add, delete: IDBObjectStore.prototype.delete, commit: IDBTransaction.prototype.commit };
const listeners = process.listeners("unhandledRejection");
const surprises: unknown[] = [];
beforeEach(() => {
  for (const name of ["put", "add", "delete"] as const) {
    const write = real[name] as (...args: unknown[]) => unknown;
    Object.assign(IDBObjectStore.prototype, {
      [name](this: IDBObjectStore, ...args: unknown[]) {
        const fate = alive.get(this.transaction.db)?.writes() ?? "go on";
        if (fate === "killed") this.transaction.abort();
        // A full device can still delete.
        if (fate === "killed" || (fate === "full" && name !== "delete")) throw new DOMException("full", "QuotaExceededError");
        return write.apply(this, args);
      },
    });
  }
  IDBTransaction.prototype.commit = function (this: IDBTransaction) {
    if (this.mode !== "readonly" && alive.get(this.db)?.writes() === "killed") {
      this.abort();
      throw new DOMException("killed", "AbortError");
    }
    real.commit.call(this);
  };
  // What a killed tab goes on with here, a real one does not. What a full device could not note in passing, the page tells of.
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => {
    if (!(error instanceof DOMException) || !["AbortError", "QuotaExceededError"].includes(error.name)) surprises.push(error);
  });
});
afterEach(() => {
  process.removeAllListeners("unhandledRejection");
  for (const listener of listeners) process.on("unhandledRejection", listener);
  const { commit, ...stores } = real;
  Object.assign(IDBObjectStore.prototype, stores);
  IDBTransaction.prototype.commit = commit;
  for (const tab of alive.values()) tab.kill();
  alive.clear();
});

const which = fc.nat(1);
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("sell" as const), tab: which }) },
  fc.record({ what: fc.constant("pay in both" as const), ahead: fc.subarray([0, 1]) }),
  { weight: 2, arbitrary: fc.record({ what: fc.constant("add and look ahead" as const), tab: which }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("kill at a write" as const), tab: which, nth: fc.integer({ min: 1, max: 12 }) }) },
  fc.record({ what: fc.constant("kill" as const), tab: which }),
  { weight: 3, arbitrary: fc.record({ what: fc.constant("fate" as const), fate: fc.constantFrom("request lost", "answer lost", "UNAVAILABLE", "RATE_LIMITED", "INTERNAL", "UNAUTHENTICATED", versionsDiffer) }) },
  fc.record({ what: fc.constant("clock" as const), to: fc.constantFrom(0, -25 * 365 * day, -day / 24, day) }),
  fc.record({ what: fc.constant("full" as const), full: fc.boolean() }),
  fc.record({ what: fc.constant("send again" as const), tab: which }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

async function happen(device: Device, event: Happening): Promise<void> {
  switch (event.what) {
    case "sell": {
      const tab = await device.tab(event.tab);
      await tab.do(() => tab.sell());
      break;
    }
    case "pay in both": {
      const [one, two] = [await device.tab(0), await device.tab(1)];
      await one.do(() => changeCart(one.db, "USD", (cart) => addLine(cart, cartLine("B"))));
      for (const i of event.ahead) await [one, two][i]!.do(() => [one, two][i]!.lookAhead());
      await Promise.all([one, two].map((tab) => tab.do(() => tab.pay())));
      break;
    }
    case "add and look ahead": {
      const tab = await device.tab(event.tab);
      await tab.do(() => changeCart(tab.db, "USD", (cart) => addLine(cart, cartLine("C"))));
      await tab.do(() => tab.lookAhead());
      break;
    }
    case "kill at a write":
      (await device.tab(event.tab)).fuse = event.nth;
      break;
    case "kill":
      (await device.tab(event.tab)).kill();
      break;
    case "fate":
      device.fates.push(event.fate);
      break;
    case "clock":
      device.clock = event.to;
      break;
    case "full":
      device.full = event.full;
      break;
    case "send again": {
      const tab = await device.tab(event.tab);
      await tab.do(async () => {
        const [newest] = await listOrders(tab.db);
        if (newest) await requeue(tab.db, newest.id);
        await tab.engine.hurry();
      });
    }
  }
}

it("ends with each order once, whatever happens in two tabs, on the way and to the device", { timeout: 240_000 }, async () => {
  let [killed, sold] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 24 }), async (story) => {
      const device = await Device.start();
      for (const event of story) await happen(device, event);
      // In the end all is well again.
      killed += [...alive.values()].filter((tab) => tab.dead).length;
      for (const tab of device.tabs) tab?.kill();
      Object.assign(device, { full: false, clock: 0 });
      device.fates.splice(0);
      const last = await device.tab(0);
      await eventually(async () => {
        void last.engine.hurry();
        return (await countQueued(last.db)) === 0;
      });
      const orders = await listOrders(last.db);
      sold += orders.length;
      expect([...device.gateway.received].sort()).toEqual(orders.map((order) => order.id).sort());
      expect(orders.map((order) => order.counter).sort((a, b) => a - b)).toEqual(orders.map((_, i) => i + 1));
      expect(orders.every((order) => order.local === "received")).toBe(true);
      for (const order of orders) expect(device.gateway.ledger.get(order.id)?.input).toBe(JSON.stringify(order.input));
      // What a customer went away with is there, and what is still open is no order too.
      for (const id of device.shown) expect(device.gateway.ledger.has(id)).toBe(true);
      expect(device.gateway.ledger.has((await last.db.setting("cart"))?.id ?? "")).toBe(false);
      last.kill();
      alive.clear();
    }),
    { numRuns: 40 },
  );
  expect(surprises).toEqual([]);
  // It was a story worth telling.
  expect(killed).toBeGreaterThan(10);
  expect(sold).toBeGreaterThan(40);
});
