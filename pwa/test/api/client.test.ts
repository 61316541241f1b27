import { afterEach, expect, it, vi } from "vitest";
import { GatewayError, versionsDiffer } from "../../src/api/client";
import { submitOrder } from "../../src/api/gateway";
import { enrolled, picturedLine, sell } from "../support/build";

afterEach(() => vi.unstubAllGlobals());

it("keeps of an order that a gateway of before does not understand what is wrong, and not the order", async () => {
  const { input } = await sell(await enrolled());
  const message = `Variable "$input" got invalid value {"file":{"content":"${"A".repeat(700_000)}"}}; Field "file" is not defined by type "CustomChoiceInput".`;
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ errors: [{ message, extensions: { code: "BAD_INPUT" } }] }), { status: 400 })));
  const error = await submitOrder("device", input).catch((fault: unknown) => fault as GatewayError);
  expect(error).toMatchObject({ code: versionsDiffer, retryable: true });
  expect((error as GatewayError).message.length).toBeLessThan(500);
  expect((error as GatewayError).message).toMatch(/ Field "file" is not defined by type "CustomChoiceInput"\.\)$/);
});

it("has as much patience with a large order as the gateway has", async () => {
  const { input } = await sell(await enrolled());
  const patience = vi.spyOn(AbortSignal, "timeout");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ data: { submitOrder: { __typename: "OrderRefused", message: "" } } }))));
  await submitOrder("device", input);
  await submitOrder("device", { ...input, lines: [{ ...input.lines[0]!, choices: picturedLine("MUG", 480_000).choices! }] });
  const [small, large] = patience.mock.calls.map(([ms]) => Math.floor(ms / 5_000) * 5);
  expect([small, large]).toEqual([15, 95]);
});
