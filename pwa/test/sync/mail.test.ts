import { describe, expect, it } from "vitest";
import { GatewayError, NetworkError } from "../../src/api/client";
import { applyRemote, pruneOrders } from "../../src/store/orders";
import { finish } from "../../src/store/outbox";
import { listMails, settleMail, wishMail } from "../../src/store/mails";
import { sendMails } from "../../src/sync/mail";
import { Engine } from "../../src/sync/engine";
import { enrolled, eventually, locks, sell } from "../support/build";
import { FakeGateway } from "../support/gateway";

const week = 7 * 24 * 3_600_000;

/** A register with an order that the gateway has, and one receipt wanted by e-mail. */
async function world() {
  const db = await enrolled();
  const order = await sell(db);
  await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  await wishMail(db, order.id, "kim@example.com", 0);
  const sent: string[] = [];
  const at = { now: 0, fault: null as Error | null };
  const deps = {
    db,
    emailReceipt: async (_: string, email: string) => {
      if (at.fault) throw at.fault;
      sent.push(email);
    },
    now: () => at.now,
    random: () => 0.5,
  };
  return { db, order, sent, at, send: () => sendMails(deps) };
}

describe("receipts by e-mail", () => {
  it("go once, and the address is forgotten", async () => {
    const { db, sent, send } = await world();
    await send();
    await send();
    expect(sent).toEqual(["kim@example.com"]);
    expect(await listMails(db)).toEqual([]);
  });

  it("wait for silence to end, and say so to the engine", async () => {
    const { db, sent, at, send } = await world();
    at.fault = new NetworkError("down");
    await expect(send()).rejects.toBe(at.fault);
    expect(await listMails(db)).toMatchObject([{ attempts: 0, dueAt: 0 }]);
    at.fault = null;
    await send();
    expect(sent).toHaveLength(1);
  });

  it("are tried again later when the gateway cannot now, for a week; then a person must look", async () => {
    const { db, sent, at, send } = await world();
    at.fault = new GatewayError("UNAVAILABLE", "This gateway cannot send e-mail.");
    await send();
    const [wish] = await listMails(db);
    expect(wish).toMatchObject({ attempts: 1, refused: false, fault: "This gateway cannot send e-mail." });
    expect(wish!.dueAt).toBeGreaterThan(0);
    at.fault = null;
    await send();
    expect(sent).toEqual([]);
    at.fault = new GatewayError("UNAVAILABLE", "Still not.");
    at.now = week;
    await send();
    expect(await listMails(db)).toMatchObject([{ attempts: 2, refused: true, fault: "Still not." }]);
    at.fault = null;
    at.now = week + week;
    await send();
    expect(sent).toEqual([]);
  });

  it("that are refused stay in sight with the gateway's words until somebody takes them away", async () => {
    const { db, at, send } = await world();
    at.fault = new GatewayError("BAD_INPUT", "This is no address.");
    await send();
    const [wish] = await listMails(db);
    expect(wish).toMatchObject({ refused: true, fault: "This is no address." });
    await settleMail(db, wish!, null);
    expect(await listMails(db)).toEqual([]);
  });

  it("do not take away what somebody wished meanwhile", async () => {
    const { db, order } = await world();
    const [old] = await listMails(db);
    await wishMail(db, order.id, "lee@example.com", 1);
    await settleMail(db, old!, null);
    expect(await listMails(db)).toMatchObject([{ email: "lee@example.com" }]);
  });

  it("are forgotten with their order, also when they were refused", async () => {
    const { db, order, at, send } = await world();
    at.fault = new GatewayError("BAD_INPUT", "This is no address.");
    await send();
    await applyRemote(db, order.id, { state: "SETTLED" });
    await pruneOrders(db, Date.now() + 400 * 24 * 3_600_000);
    await send();
    expect(await listMails(db)).toEqual([]);
  });

  it("of orders that never got there are forgotten after a week", async () => {
    const { db, at, send, sent } = await world();
    const order = await sell(db);
    await finish(db, order.id, "refused", null, "no");
    await wishMail(db, order.id, "lee@example.com", 0);
    await send();
    expect((await listMails(db)).map(({ email }) => email)).toEqual(["lee@example.com"]);
    at.now = week + 1;
    await send();
    expect(await listMails(db)).toEqual([]);
    expect(sent).toEqual(["kim@example.com"]);
  });

  it("follow their order when the engine has sent it", async () => {
    const db = await enrolled();
    const gateway = new FakeGateway();
    gateway.down = true;
    const order = await sell(db);
    await wishMail(db, order.id, "kim@example.com", Date.now());
    const stop = new AbortController();
    const engine = new Engine({ db, gateway, locks: locks(), now: () => Date.now(), random: () => 0, appVersion: "test", catalogChanged: () => undefined });
    const done = engine.run(stop.signal);
    await eventually(async () => (await db.setting("status"))?.online === false);
    gateway.down = false;
    await engine.hurry();
    await eventually(() => gateway.mails.length === 1);
    expect(gateway.mails).toEqual([{ orderId: order.id, email: "kim@example.com" }]);
    await eventually(async () => (await listMails(db)).length === 0);
    stop.abort();
    await done;
  });
});
