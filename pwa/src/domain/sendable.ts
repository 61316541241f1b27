import type { Cart } from "./cart";
import { pictureBytes } from "./picture";

/** The most bytes of a request that the gateway reads (TILLWAY_BODY_LIMIT). */
const mostBytes = 1024 * 1024;
/** What is sent with the lines: the payment, the operation, and the names of all that has a value. */
const restBytes = 16 * 1024;
/** The figures of a line. */
const lineBytes = 256;
/** So many lines fit whatever their names are, when nothing is chosen. */
const fewLines = 100;

/** What stays on the device, and pictures, which are counted by themselves. */
const unsent = new Set(["product", "detail", "image", "rules", "content"]);

/** Whether an order can be sent to the gateway in one request: its texts and pictures together may be too much. */
export function isSendable(cart: Cart): boolean {
  const { lines, returns = [] } = cart;
  if (lines.length + returns.length <= fewLines && !lines.some((line) => line.choices)) return true;
  const texts = JSON.stringify(cart, (key, value: unknown) => (unsent.has(key) ? undefined : value));
  const pictures = Math.ceil(pictureBytes(lines) / 3) * 4;
  return new TextEncoder().encode(texts).length + pictures + lines.length * lineBytes + restBytes <= mostBytes;
}
