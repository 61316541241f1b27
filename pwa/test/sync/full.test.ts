import { expect, it, onTestFinished } from "vitest";
import { GatewayError, NetworkError } from "../../src/api/client";
import { listOrders } from "../../src/store/orders";
import { countQueued } from "../../src/store/outbox";
import { drain } from "../../src/sync/outbox";
import { enrolled, sell } from "../support/build";
import { FakeGateway } from "../support/gateway";

/** Lets nothing be written any more, as a full device does: reading and deleting work. Returns what makes room again. */
function fill(): () => void {
  const real = IDBObjectStore.prototype.put;
  const room = () => void (IDBObjectStore.prototype.put = real);
  onTestFinished(room);
  IDBObjectStore.prototype.put = function (this: IDBObjectStore) {
    throw new DOMException("full", "QuotaExceededError");
  };
  return room;
}

const deps = async () => {
  const db = await enrolled();
  const gateway = new FakeGateway();
  return { db, gateway, told: new Set<string>(), submit: (input: Parameters<FakeGateway["submitOrder"]>[1]) => gateway.submitOrder("t", input), now: () => Date.now(), random: () => 0 };
};

it("sends what waits from a device that is too full to note it, each order once, and notes it when there is room", async () => {
  const device = await deps();
  const { db, gateway } = device;
  const sold = [await sell(db), await sell(db)];
  const makeRoom = fill();
  let submits = 0;
  gateway.after = () => void submits++;
  for (let round = 0; round < 3; round++) expect(await drain(device, "R1")).toBe("busy");
  expect(gateway.received).toEqual(sold.map((order) => order.id));
  expect(submits).toBe(2);
  expect(await countQueued(db)).toBe(2);
  makeRoom();
  expect(await drain(device, "R1")).toBe("idle");
  expect(await countQueued(db)).toBe(0);
  expect(gateway.received).toHaveLength(2);
  expect((await listOrders(db)).map((order) => order.local)).toEqual(["received", "received"]);
});

it("of a full device goes on behind an order that is refused, and tells how it ended", async () => {
  const device = await deps();
  const { db, gateway } = device;
  const [bad, good] = [await sell(db), await sell(db)];
  fill();
  gateway.before = (input) => {
    if (input.id === bad.id) throw new GatewayError("BAD_INPUT", "no");
    return undefined;
  };
  expect(await drain(device, "R1")).toBe("busy");
  expect(gateway.received).toEqual([good.id]);
  device.told.clear();
  gateway.before = () => {
    throw new NetworkError("down");
  };
  expect(await drain(device, "R1")).toBe("offline");
  gateway.before = () => {
    throw new GatewayError("UNAUTHENTICATED", "who?");
  };
  expect(await drain(device, "R1")).toBe("revoked");
});
