import type { Stop } from "../../domain/charge";
import { type Ruled, isBound, isSoldIn, nextSold } from "../../domain/sold";
import { formatCount } from "../../i18n/messages";
import { refusalText } from "../../i18n/explain";
import { o } from "./texts";

/** Why a sale must not go on, for who stands at the register. */
export function StopText({ stop }: { stop: Stop }): string {
  if (stop.kind === "large") return o.stop.large;
  if (stop.kind === "unsold") return stop.lines.map(soldText).join(" ");
  return stop.kind === "refused" ? o.stop.refused(refusalText(stop.step)) : o.stop.nonsense(stop.detail);
}

/** Why a quantity is refused: in what quantities Magento sells the product, and which of those are next to it. */
export function soldText(line: Ruled & { name: string; quantity: number }): string {
  const { name, quantity, rules = [] } = line;
  if (!isBound(line)) return o.sold.whole(name);
  const own = rules.find(({ each }) => each === 1);
  const limits = (["step", "min", "max"] as const).flatMap((limit) => (own?.[limit] ? o.sold[limit](formatCount(own[limit])) : []));
  const near = isSoldIn(quantity, line) ? [] : [nextSold(quantity, false, line), nextSold(quantity, true, line)].flatMap((n) => (n === null ? [] : formatCount(n)));
  const how = limits.join(", ") || o.sold.other;
  return o.sold.only(name, near[0] === undefined ? how : `${how}: ${near[1] === undefined ? near[0] : o.sold.or(near[0], near[1])}`);
}
