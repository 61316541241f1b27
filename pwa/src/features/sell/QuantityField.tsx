import { useState } from "react";
import { MAX_QUANTITY } from "../../domain/cart";
import { type Ruled, isBound, isInParts, isSoldIn } from "../../domain/sold";
import { decimalSign, formatCount, t } from "../../i18n/messages";
import { notify } from "../../ui/notices";
import { notifyUnsold } from "./notifyUnsold";

interface Props extends Ruled {
  /** What there is so much of. */
  name: string;
  quantity: number;
  /** Told each number on the way, 0 of "0.", which may become 0.5; where more than whole pieces is asked, what was typed in the end. */
  onQuantity(quantity: number): void;
  testId: string;
}

/**
 * Takes a quantity as it is typed. Of more than fit it shows as many as do, and says so; what is sold in whole pieces only takes no
 * decimals, and another quantity that is not sold is not taken.
 */
export function QuantityField({ name, quantity, rules, onQuantity, testId }: Props) {
  const isLate = isBound({ rules });
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const read = text.replace(",", ".").replace(/[^\d.]/g, "").slice(0, 9);
    const kept = Number(read) > MAX_QUANTITY ? String(MAX_QUANTITY) : read;
    if (kept !== read) notify(t.cart.most(formatCount(MAX_QUANTITY)), "bad");
    if (isInParts(Number(kept), { rules })) return notifyUnsold({ name, quantity: Number(kept), rules });
    setTyped(kept);
    if (!isLate && !Number.isNaN(Number(kept))) onQuantity(Number(kept));
  };
  const leave = () => {
    setTyped(null);
    const last = Number(typed ?? NaN);
    if (!isLate || Number.isNaN(last)) return;
    if (!last || isSoldIn(last, { rules })) onQuantity(last);
    else notifyUnsold({ name, quantity: last, rules });
  };
  return (
    <input
      inputMode="decimal"
      value={(typed ?? String(quantity)).replace(".", decimalSign)}
      onChange={(event) => type(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      aria-label={t.cart.quantity(name)}
      data-testid={testId}
      className="h-11 w-14 rounded-xl bg-transparent text-center text-sm font-semibold tabular-nums"
    />
  );
}
