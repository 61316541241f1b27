import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderInput } from "../../src/domain/order";
import { type ShiftEvent, type ShiftOrder, reportOf, unsentOf } from "../../src/domain/shift";

// What the gateway reports of the same shifts.
const file = new URL("../../../gateway/pos/testdata/shifts.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as {
  name: string;
  events: ShiftEvent[];
  orders: { input: OrderInput & { registerId: string }; cancelled: boolean }[];
  report: Record<string, unknown> & { openedBy: string; closedBy: string };
}[];

type Vector = (typeof vectors)[number];

const ordersOf = ({ orders }: Vector): ShiftOrder[] =>
  orders.map(({ input, cancelled }) => ({
    id: input.id,
    registerId: input.registerId,
    input,
    local: "received",
    remote: { state: cancelled ? "CANCELLED" : "SETTLED" },
  }));

describe("the report of a shift", () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))("is the gateway's: %s", (_, vector) => {
    const { report } = vector;
    const expected = { ...report, openedBy: report.openedBy || null, closedBy: report.closedBy || null };
    expect(reportOf("NYC1", vector.events, ordersOf(vector))).toMatchObject(expected);
  });

  it("does not depend on the order in which things are told", () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors).chain((vector) => fc.tuple(fc.constant(vector), fc.shuffledSubarray(vector.events, { minLength: vector.events.length }), fc.nat())), ([vector, events, turn]) => {
        const orders = ordersOf(vector);
        const turned = orders.map((_, i) => orders[(i + turn) % orders.length]!);
        expect(reportOf("NYC1", events, turned)).toEqual(reportOf("NYC1", vector.events, orders));
      }),
    );
  });

  it("counts orders in that wait on the device, and says how many they are", () => {
    const vector = vectors[1]!;
    const orders = ordersOf(vector).map((order, i): ShiftOrder => (i === 0 ? { ...order, local: "device", remote: null } : order));
    const report = reportOf("NYC1", vector.events, orders);
    expect(report).toMatchObject({ orders: 3, expectedCash: vector.report.expectedCash, unsentOrders: 1, unsentAmount: 7504 });
    expect(unsentOf(orders)).toEqual([{ orderId: orders[0]!.id, amount: 7504, cash: 7504 }]);
  });
});
