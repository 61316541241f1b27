import { afterEach, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/api/client";
import { orderStatus } from "../../src/api/gateway";
import { cancelOrder, officeOrder, resolveOrder } from "../../src/api/later/office";

afterEach(() => vi.unstubAllGlobals());

/** A gateway that answers a request by its text. */
function gateway(answer: (query: string) => object): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (_url: string, { body }: { body: string }) => {
    const { query } = JSON.parse(body) as { query: string };
    asked.push(query);
    return Promise.resolve(new Response(JSON.stringify(answer(query))));
  });
  return asked;
}

const returned = (query: string) => /returned \{([^}]*)\}/.exec(query)![1]!.trim().split(/\s+/);
const unknown = { errors: [{ message: 'Cannot query field "state" on type "ReturnedGoods".', extensions: { code: "BAD_INPUT" } }] };

it("asks a replica of before for an order without what that does not know", async () => {
  const order = { id: "o1", returned: [{ orderId: "o2", sku: "A", quantity: "1", refund: 100 }] };
  const asked = gateway((query) => (returned(query).includes("state") ? unknown : { data: { order, resolveOrder: order, cancelOrder: order } }));
  expect(await officeOrder("staff", "o1")).toEqual(order);
  expect(await resolveOrder("staff", "o1", { action: "RETRY", note: "" })).toEqual(order);
  expect(await cancelOrder("staff", "o1", "why")).toEqual(order);
  expect(asked.map(returned)).toEqual(Array.from({ length: 3 }, () => [["orderId", "sku", "quantity", "refund", "state"], ["orderId", "sku", "quantity", "refund"]]).flat());
  expect(asked.every((query) => / {2}state\n {2}held/.test(query))).toBe(true);
});

it("asks a replica of before for a register's order without what that does not know", async () => {
  const status = { id: "o1", state: "HELD", held: { reason: "OVERPAID", message: "m", detail: "d" } };
  const asked = gateway((query) => (query.includes("figures") ? unknown : { data: { order: status } }));
  expect(await orderStatus("device", "o1")).toEqual(status);
  expect(asked.map((query) => query.includes("code"))).toEqual([true, false]);
  expect(asked[1]!.replace(/\s+/g, " ")).toContain("held { reason message detail }");
});

it("asks once where something else is wrong", async () => {
  const asked = gateway(() => ({ errors: [{ message: "Not now.", path: ["resolveOrder"], extensions: { code: "CONFLICT" } }] }));
  await expect(resolveOrder("staff", "o1", { action: "RETRY", note: "" })).rejects.toThrow(GatewayError);
  expect(asked).toHaveLength(1);
});
