import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { GatewayError, NetworkError } from "../../src/api/client";
import { shownState } from "../../src/domain/order";
import { rememberCustomers } from "../../src/store/customers";
import { Database } from "../../src/store/database";
import { listOrders } from "../../src/store/orders";
import { countQueued } from "../../src/store/outbox";
import { Engine } from "../../src/sync/engine";
import { enrolled, eventually, locks, sell } from "../support/build";
import { FakeGateway } from "../support/gateway";

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

function start(db: Database, gateway: FakeGateway, held = locks()) {
  const stop = new AbortController();
  stops.push(stop);
  const engine = new Engine({ db, gateway, locks: held, now: () => Date.now(), random: () => 0, appVersion: "test", catalogChanged: () => undefined });
  const done = engine.run(stop.signal);
  return { engine, kill: () => (stop.abort(), done) };
}

const states = async (db: Database) =>
  (await listOrders(db)).sort((a, b) => a.counter - b.counter).map(shownState);

it("sends what waits, in order, and shows each order received", async () => {
  const db = await enrolled();
  const sold = [await sell(db), await sell(db), await sell(db)];
  const gateway = new FakeGateway();
  start(db, gateway);
  await eventually(async () => (await countQueued(db)) === 0);
  expect(gateway.received).toEqual(sold.map((order) => order.id));
  expect(await states(db)).toEqual(["received", "received", "received"]);
});

it("wakes for a new order and follows it to its end", async () => {
  const db = await enrolled();
  const gateway = new FakeGateway();
  start(db, gateway);
  await eventually(() => gateway.events);
  const order = await sell(db);
  await eventually(() => gateway.ledger.has(order.id));
  await eventually(async () => (await states(db))[0] === "received");
  gateway.move(order.id, { state: "PLACED", magentoOrderNumber: "000000007" });
  await eventually(async () => (await states(db))[0] === "placed");
  gateway.move(order.id, { state: "SETTLED" });
  await eventually(async () => (await states(db))[0] === "settled");
});

it("shows the newest state when news overtakes the answer", async () => {
  const db = await enrolled();
  const gateway = new FakeGateway();
  gateway.after = (input) => {
    const now = gateway.ledger.get(input.id)!.status;
    gateway.move(input.id, { state: "SETTLED" });
    gateway.ledger.get(input.id)!.status = now;
  };
  const submit = gateway.submitOrder.bind(gateway);
  gateway.submitOrder = async (token, input) => {
    const answer = await submit(token, input);
    await eventually(async () => (await listOrders(db))[0]?.remote?.state === "SETTLED");
    return answer;
  };
  start(db, gateway);
  await eventually(() => gateway.events);
  await sell(db);
  await eventually(async () => (await states(db))[0] === "settled");
});

it("sends the same order again when the answer was lost, and the gateway keeps one", async () => {
  const db = await enrolled();
  const order = await sell(db);
  const gateway = new FakeGateway();
  let lost = 2;
  gateway.after = () => {
    if (lost-- > 0) throw new NetworkError("answer lost");
  };
  start(db, gateway);
  await eventually(async () => (await countQueued(db)) === 0);
  expect(gateway.received).toEqual([order.id]);
  expect(await states(db)).toEqual(["received"]);
});

it("keeps everything while the gateway is down and says so, then sends it in order", async () => {
  const db = await enrolled();
  const gateway = new FakeGateway();
  gateway.down = true;
  const { engine } = start(db, gateway);
  const sold = [await sell(db), await sell(db), await sell(db)];
  await eventually(async () => (await db.setting("status"))?.online === false);
  expect(await states(db)).toContain("device");
  expect(gateway.ledger.size).toBe(0);
  gateway.down = false;
  await engine.hurry();
  await eventually(async () => (await countQueued(db)) === 0);
  expect(gateway.received).toEqual(sold.map((order) => order.id));
  await eventually(async () => (await db.setting("status"))?.online === true);
});

it("says that the gateway is back with its first answer, not once everything was sent", async () => {
  const db = await enrolled();
  const gateway = new FakeGateway();
  gateway.down = true;
  const { engine } = start(db, gateway);
  await sell(db);
  const last = await sell(db);
  const online = async () => (await db.setting("status"))?.online;
  await eventually(async () => (await online()) === false);
  const submit = gateway.submitOrder.bind(gateway);
  const told: unknown[] = [];
  gateway.submitOrder = async (token, input) => {
    told.push(input.id === last.id, await online());
    return submit(token, input);
  };
  gateway.down = false;
  await engine.hurry();
  await eventually(async () => (await countQueued(db)) === 0);
  expect(told).toEqual([false, false, true, true]);
});

it.each([
  ["conflict", { kind: "conflict", message: "Receipt R1-1 belongs to another order." }],
  ["refused", { kind: "refused", message: "The totals do not add up." }],
] as const)("puts a %s aside with its reason and goes on with the next", async (local, answer) => {
  const db = await enrolled();
  const [bad, good] = [await sell(db), await sell(db)];
  const gateway = new FakeGateway();
  gateway.before = (input) => (input.id === bad.id ? answer : undefined);
  start(db, gateway);
  await eventually(async () => (await countQueued(db)) === 0);
  expect(await states(db)).toEqual([local, "received"]);
  const orders = await listOrders(db);
  expect(orders.find((order) => order.id === bad.id)?.message).toBe(answer.message);
  expect(gateway.received).toEqual([good.id]);
});

it("shows an answer that is final as a refusal, in the gateway's words", async () => {
  const db = await enrolled();
  await sell(db);
  const gateway = new FakeGateway();
  gateway.before = () => {
    throw new GatewayError("BAD_INPUT", "The time of sale is not plausible; correct the device's clock.");
  };
  start(db, gateway);
  await eventually(async () => (await countQueued(db)) === 0);
  expect(await states(db)).toEqual(["refused"]);
  expect((await listOrders(db))[0]?.message).toContain("correct the device's clock");
});

it("goes on with the next when one order makes the gateway fail inside", async () => {
  const db = await enrolled();
  const [bad, good] = [await sell(db), await sell(db)];
  const gateway = new FakeGateway();
  gateway.before = (input) => {
    if (input.id === bad.id) throw new GatewayError("INTERNAL", "Something went wrong on our side.");
    return undefined;
  };
  start(db, gateway);
  await eventually(() => gateway.ledger.has(good.id));
  await eventually(async () => (await states(db)).join() === "device,received");
  gateway.before = () => undefined;
  await eventually(async () => (await countQueued(db)) === 0);
});

it("stops and says so when the device is no longer enrolled; the orders stay, customers are forgotten", async () => {
  const db = await enrolled();
  await sell(db);
  await rememberCustomers(db, [{ id: "7", email: "kim@example.com", firstName: "Kim", lastName: "Park", phone: null, groupId: 1, taxClassId: 3, usedAt: Date.now(), attached: true }]);
  const gateway = new FakeGateway();
  gateway.before = () => {
    throw new GatewayError("UNAUTHENTICATED", "Enrol this device.");
  };
  start(db, gateway);
  await eventually(async () => (await db.setting("status"))?.revoked);
  await eventually(async () => (await states(db)).join() === "device");
  expect(await countQueued(db)).toBe(1);
  await eventually(async () => (await db.run((connection) => connection.count("customers"))) === 0);
});

it("looks up what it missed when the connection comes back", async () => {
  const db = await enrolled();
  const order = await sell(db);
  const gateway = new FakeGateway();
  start(db, gateway);
  await eventually(async () => (await states(db))[0] === "received");
  gateway.move(order.id, { state: "HELD", held: { reason: "OUT_OF_STOCK", message: "Too little stock.", detail: "" } }, false);
  gateway.events?.connected();
  await eventually(async () => (await states(db))[0] === "held");
});

it("sends an order again that the gateway lost after receiving it", async () => {
  const db = await enrolled();
  const order = await sell(db);
  const gateway = new FakeGateway();
  const { engine } = start(db, gateway);
  await eventually(async () => (await states(db))[0] === "received");
  gateway.ledger.clear();
  await engine.hurry();
  await eventually(() => gateway.received.length === 2);
  expect(gateway.received).toEqual([order.id, order.id]);
});

it("has one leader over two tabs; the other takes over when it is gone", async () => {
  const db = await enrolled();
  const other = new Database((db as unknown as { name: string }).name);
  const gateway = new FakeGateway();
  const held = locks();
  const first = start(db, gateway, held);
  start(other, gateway, held);
  for (let i = 0; i < 5; i++) await sell(i % 2 ? db : other);
  await eventually(async () => (await countQueued(db)) === 0);
  expect(gateway.mostRunning).toBe(1);
  expect(gateway.subscriptions).toBe(1);
  await first.kill();
  const late = await sell(db);
  await eventually(() => gateway.ledger.has(late.id));
  expect(gateway.subscriptions).toBe(1);
});

it("ends with each order once, whatever is lost, cut or restarted on the way", async () => {
  const fate = fc.constantFrom("ok", "lost before", "lost after", "busy", "restart");
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 12 }), async (fates) => {
      const db = await enrolled();
      const gateway = new FakeGateway();
      let running = start(db, gateway);
      const queue = [...fates];
      gateway.before = () => {
        const next = queue[0];
        if (next === "lost before") throw (queue.shift(), new NetworkError("cut"));
        if (next === "busy") throw (queue.shift(), new GatewayError("UNAVAILABLE", "later"));
        return undefined;
      };
      gateway.after = () => {
        const next = queue.shift();
        if (next === "restart") void running.kill().then(() => (running = start(db, gateway)));
        if (next === "lost after" || next === "restart") throw new NetworkError("cut");
      };
      const sold = [];
      for (let i = 0; i < 4; i++) {
        sold.push((await sell(db)).id);
        void running.engine.hurry();
      }
      await eventually(async () => {
        void running.engine.hurry();
        return (await countQueued(db)) === 0;
      });
      await running.kill();
      expect([...gateway.received].sort()).toEqual(sold.sort());
      expect((await listOrders(db)).map((order) => order.counter).sort()).toEqual([1, 2, 3, 4]);
    }),
    { numRuns: 25 },
  );
});
