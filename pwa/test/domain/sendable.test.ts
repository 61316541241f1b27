import { expect, it } from "vitest";
import { type Cart, MAX_LINES, newCart } from "../../src/domain/cart";
import { orderOf } from "../../src/domain/order";
import { isSendable } from "../../src/domain/sendable";
import { SubmitOrderDocument } from "../../src/api/gen/graphql";
import { cartLine, picturedLine, pricer } from "../support/build";

const now = new Date("2026-11-21T15:00:00Z");
const mebibyte = 1024 * 1024;

function cartOf(lines: number, letter: string, pictures: number, text = ""): Cart {
  const all = Array.from({ length: lines }, (_, i) => ({ ...cartLine("S".repeat(64)), name: letter.repeat(255), ...(text && { choices: { custom: [{ optionId: 1, value: text }] } }), id: i + 1 }));
  return { ...newCart("0199aa00-0000-7000-8000-000000000001", "USD"), lines: pictures ? [{ ...picturedLine("MUG", pictures), id: 0 }, ...all.slice(1)] : all };
}

function bytesOf(cart: Cart): number {
  const charge = pricer().charge(cart, now);
  const input = orderOf(cart, charge, { counter: 1, staff: { id: "sam" }, soldAt: now, tenders: [{ kind: "CARD", amount: charge.total }], change: 0, rounding: 0 } as unknown as Parameters<typeof orderOf>[2]);
  return new TextEncoder().encode(JSON.stringify({ query: SubmitOrderDocument.toString(), variables: { input } })).length;
}

it.each<[string, Cart, boolean]>([
  ["what most people buy", cartOf(3, "n", 0), true],
  ["as many lines as there may be, with long names", cartOf(MAX_LINES, "n", 0), true],
  ["these in Chinese", cartOf(MAX_LINES, "\u8336", 0), true],
  ["these with as many pictures as there may be", cartOf(MAX_LINES, "n", 512 * 1024), true],
  ["these in Chinese with pictures", cartOf(MAX_LINES, "\u8336", 512 * 1024), false],
  ["long texts on many lines", cartOf(300, "n", 0, "\u8336".repeat(1_000)), false],
])("%s can be sent, or is stopped before it is paid", (_name, cart, fits) => {
  expect(isSendable(cart)).toBe(fits);
  const { stop } = pricer().charge(cart, now);
  expect(stop).toEqual(fits ? null : { kind: "large" });
  const bytes = bytesOf(cart);
  if (fits) expect(bytes).toBeLessThan(mebibyte);
  else expect(bytes).toBeGreaterThan(mebibyte * 0.9);
});
