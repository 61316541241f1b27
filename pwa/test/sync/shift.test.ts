import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { GatewayError, NetworkError } from "../../src/api/client";
import type { OpenShift, ShiftElsewhere } from "../../src/domain/shift";
import { uuidv7 } from "../../src/domain/uuid";
import { Database } from "../../src/store/database";
import { addShiftEvents, leaveShift, openShift, readShift, takeOverShift } from "../../src/store/shift";
import { openShiftOf, waitingShiftEvents } from "../../src/store/shiftState";
import { listOrders } from "../../src/store/orders";
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
  const engine = new Engine({ db, gateway, locks: held, now: () => Date.now(), random: () => 0, appVersion: "1.2.3", catalogChanged: () => undefined });
  const done = engine.run(stop.signal);
  return { engine, kill: () => (stop.abort(), done) };
}

let last = 0;
/** No two events are at the same time: those of two devices would come in any order then. */
const clock = () => ({ now: new Date((last = Math.max(Date.now(), last + 1))), newId: (at: Date) => uuidv7(at.getTime(), crypto.getRandomValues(new Uint8Array(10))) });
const open = (db: Database) => openShift(db, "R1", "USD", { staffId: "sam", amount: 10_000 }, clock());
const note = (db: Database, shift: OpenShift, kind: "PAID_IN" | "DRAWER_OPENED" | "COUNTED" | "CLOSED", amount = 0) =>
  addShiftEvents(db, shift, [{ kind, staffId: "sam", amount }], clock());
const other = (db: Database) => new Database((db as unknown as { name: string }).name);
const allSent = async (db: Database) => (await waitingShiftEvents(db, "R1", 1)).length === 0;

describe("a shift on the device", () => {
  it("is one however often and in however many tabs it is opened, and orders carry it", async () => {
    const db = await enrolled();
    const tab = other(db);
    const [a, b] = await Promise.all([open(db), open(tab)]);
    expect(a.id).toBe(b.id);
    expect((await sell(db)).input.shiftId).toBe(a.id);
    expect((await readShift(db, a.id))!.report).toMatchObject({ float: 10_000, orders: 1, expectedCash: 11_084, unsentOrders: 1 });
    expect(await note(tab, a, "CLOSED")).toBe(true);
    expect(await note(db, a, "CLOSED")).toBe(false);
    expect((await sell(db)).input.shiftId).toBeUndefined();
    expect((await open(db)).id).not.toBe(a.id);
  });

  it("tells with counts and with its end which orders wait on the device", async () => {
    const db = await enrolled();
    const shift = await open(db);
    const order = await sell(db);
    await addShiftEvents(db, shift, [{ kind: "COUNTED", staffId: "sam", amount: 11_000 }, { kind: "CLOSED", staffId: "sam" }], clock());
    const events = (await readShift(db, shift.id))!.report.events;
    expect(events.map((event) => event.unsent)).toEqual([undefined, ...[1, 2].map(() => [{ orderId: order.id, amount: 1_084, cash: 1_084 }])]);
    expect((await readShift(db, shift.id))!.report.difference).toBe(-84);
  });

  it("is taken over once, with what its own device did, and left when that device's successor has closed it", async () => {
    const [first, second] = [await enrolled(), await enrolled()];
    const shift = await open(first);
    await sell(first);
    await note(first, shift, "PAID_IN", 500);
    const { report } = (await readShift(first, shift.id))!;
    const from: ShiftElsewhere = report;
    const draft = { staffId: "kim", approvedBy: "sam", reason: "taken over" };
    const [taken, again] = await Promise.all([takeOverShift(second, from, draft, clock()), takeOverShift(other(second), from, draft, clock())]);
    expect(taken).toEqual({ ...shift, openedBy: "sam" });
    expect(again).toEqual(taken);
    // Only that it was taken over is news to the gateway.
    expect(await waitingShiftEvents(second, "R1", 10)).toMatchObject([{ kind: "DRAWER_OPENED", shiftId: shift.id, staffId: "kim", approvedBy: "sam", reason: "taken over" }]);
    expect((await sell(second)).input.shiftId).toBe(shift.id);
    const theirs = (await readShift(second, shift.id))!.report;
    expect(theirs).toMatchObject({ float: 10_000, paidIn: 500, openedBy: "sam", expectedCash: 10_500 + 2 * 1_084 });
    await note(second, taken, "COUNTED", 12_668);
    await note(second, taken, "CLOSED");
    const closed = (await readShift(second, shift.id))!.report;
    expect(closed.difference).toBe(0);
    await leaveShift(first, shift, closed.events);
    expect(await openShiftOf(first, "R1")).toBeNull();
    expect((await readShift(first, shift.id))!.report.events.map(({ kind }) => kind)).toEqual(["OPENED", "PAID_IN", "DRAWER_OPENED", "COUNTED", "CLOSED"]);
    expect((await waitingShiftEvents(first, "R1", 10)).map(({ kind }) => kind)).toEqual(["OPENED", "PAID_IN"]);
  });

  it("forgets old shifts that the gateway has, and nothing else", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    const longAgo = { now: new Date(Date.now() - 40 * 24 * 3_600_000), newId: clock().newId };
    const [old, kept] = ["R1", "R2"].map((register) => openShift(db, register, "USD", { staffId: "sam", amount: 1 }, longAgo));
    await addShiftEvents(db, await old!, [{ kind: "CLOSED", staffId: "sam" }], longAgo);
    await addShiftEvents(db, await kept!, [{ kind: "CLOSED", staffId: "sam" }], longAgo);
    start(db, gateway);
    await eventually(() => allSent(db));
    await note(db, await open(db), "CLOSED");
    expect(await readShift(db, (await old!).id)).toBeNull();
    // The gateway has not heard of what happened at the other register.
    expect(await readShift(db, (await kept!).id)).not.toBeNull();
  });
});

describe("sending shifts", () => {
  it("happens by itself, once, without what only the device needs", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    start(db, gateway);
    const shift = await open(db);
    await note(db, shift, "DRAWER_OPENED");
    await eventually(() => gateway.shiftEvents.size === 2);
    await eventually(() => allSent(db));
    const [first] = [...gateway.shiftEvents.values()].map((body) => JSON.parse(body) as Record<string, unknown>);
    expect(Object.keys(first!).sort()).toEqual(["amount", "at", "currency", "id", "kind", "shiftId", "staffId"]);
    expect((await readShift(db, shift.id))!.waiting).toBe(0);
  });

  it("keeps what the gateway does not take in sight with its reason, and sends the rest", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    const submit = gateway.submitShiftEvents.bind(gateway);
    gateway.submitShiftEvents = async (token, events) => {
      const answers = await submit(token, events);
      return answers.map((answer, i) => (events[i]!.kind === "PAID_IN" ? { id: answer.id, outcome: "REFUSED", message: "The amount is not plausible." } : answer));
    };
    const shift = await open(db);
    await note(db, shift, "PAID_IN", 500);
    start(db, gateway);
    await eventually(() => allSent(db));
    expect((await readShift(db, shift.id))!.problems).toMatchObject([{ kind: "PAID_IN", problem: "The amount is not plausible." }]);
  });

  it("waits with what a gateway of another version answers nothing known to", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    let asked = 0;
    gateway.submitShiftEvents = async (_, events) => (asked++, events.map(({ id }) => ({ id, outcome: "PONDERED" })));
    await open(db);
    start(db, gateway);
    await eventually(() => asked > 0);
    expect(await allSent(db)).toBe(false);
  });

  it("does not keep orders from being sent and looked up when the gateway does not know of shifts", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    gateway.beforeShifts = () => {
      throw new GatewayError("VERSIONS_DIFFER", "Cannot query field");
    };
    const shift = await open(db);
    const order = await sell(db);
    const { engine } = start(db, gateway);
    await eventually(() => gateway.ledger.has(order.id));
    gateway.move(order.id, { state: "SETTLED" }, false);
    await engine.hurry();
    await eventually(async () => (await listOrders(db))[0]?.remote?.state === "SETTLED");
    expect((await readShift(db, shift.id))!.waiting).toBe(1);
  });

  it("ends with each event once, whatever is lost, cut or restarted, in two tabs", { timeout: 60_000 }, async () => {
    const fate = fc.constantFrom("ok", "lost before", "lost after", "busy", "restart");
    const what = fc.constantFrom("PAID_IN", "DRAWER_OPENED", "COUNTED", "reopen" as const);
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 10 }), fc.array(fc.tuple(what, fc.boolean()), { minLength: 1, maxLength: 8 }), async (fates, doings) => {
        const db = await enrolled();
        const tabs = [db, other(db)];
        const gateway = new FakeGateway();
        const held = locks();
        let running = start(db, gateway, held);
        const second = start(tabs[1]!, gateway, held);
        const queue = [...fates];
        gateway.beforeShifts = () => {
          if (queue[0] === "lost before") throw (queue.shift(), new NetworkError("cut"));
          if (queue[0] === "busy") throw (queue.shift(), new GatewayError("UNAVAILABLE", "later"));
        };
        gateway.afterShifts = () => {
          const next = queue.shift();
          if (next === "restart") void running.kill().then(() => (running = start(db, gateway, held)));
          if (next === "lost after" || next === "restart") throw new NetworkError("cut");
        };
        const ids = new Set<string>();
        for (const [doing, elsewhere] of doings) {
          const tab = tabs[Number(elsewhere)]!;
          const shift = await open(tab);
          ids.add(shift.id);
          await note(tab, shift, doing === "reopen" ? "CLOSED" : doing, doing === "PAID_IN" ? 100 : 0);
          void running.engine.hurry();
        }
        await eventually(async () => {
          for (const { engine } of [running, second]) void engine.hurry();
          return allSent(db);
        });
        const received = [...gateway.shiftEvents.values()].map((body) => JSON.parse(body) as { shiftId: string; kind: string });
        const kinds = received.map((event) => event.kind).sort();
        const done = doings.map(([doing]) => (doing === "reopen" ? "CLOSED" : doing));
        expect(kinds).toEqual([...[...ids].map(() => "OPENED"), ...done].sort());
        for (const stop of stops.splice(0)) stop.abort();
        expect((await openShiftOf(db, "R1")) === null).toBe(done.at(-1) === "CLOSED");
      }),
      { numRuns: 20 },
    );
  });
});

describe("looking after the device", () => {
  it("tells the gateway how it is, and learns by how much the clock is wrong", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    gateway.clockAhead = 600_000;
    gateway.before = () => {
      throw new GatewayError("INTERNAL", "later");
    };
    const order = await sell(db);
    start(db, gateway);
    await eventually(async () => (await db.setting("health"))?.skewMs);
    expect((await db.setting("health"))!.skewMs! / 1_000).toBeCloseTo(-600, 0);
    expect(gateway.beats).toEqual([{ ordersWaiting: 1, oldestWaitingAt: order.input.soldAt, catalogAt: null, appVersion: "1.2.3" }]);
  });

  it("says that versions differ until everything is through, and keeps the order", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    gateway.before = () => {
      throw new GatewayError("VERSIONS_DIFFER", "The register and the gateway are of different versions.");
    };
    await sell(db);
    const { engine } = start(db, gateway);
    await eventually(async () => (await db.setting("status"))?.versionsDiffer);
    expect((await listOrders(db))[0]).toMatchObject({ local: "device", message: "The register and the gateway are of different versions." });
    gateway.before = () => undefined;
    await engine.hurry();
    await eventually(async () => (await db.setting("status"))?.versionsDiffer === false);
    expect(gateway.ledger.size).toBe(1);
  });
});
