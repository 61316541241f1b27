import { useState } from "react";
import { MAX_QUANTITY, isSoldIn } from "../../domain/cart";
import { formatCount, t } from "../../i18n/messages";
import { notify } from "../../ui/notices";

interface Props {
  /** What there is so much of. */
  name: string;
  quantity: number;
  /** As CartLine has it. */
  whole?: number[] | undefined;
  /** Told each number on the way: 0 of "0.", which may become 0.5. */
  onQuantity(quantity: number): void;
  testId: string;
}

/** Takes a quantity as it is typed. Of more than fit it shows as many as do, and says so; what is sold in whole pieces only takes no decimals. */
export function QuantityField({ name, quantity, whole = [], onQuantity, testId }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const read = text.replace(",", ".").replace(/[^\d.]/g, "").slice(0, 9);
    const kept = Number(read) > MAX_QUANTITY ? String(MAX_QUANTITY) : read;
    if (kept !== read) notify(t.cart.most(formatCount(MAX_QUANTITY)), "bad");
    if (!isSoldIn(Number(kept), { whole })) return notify(t.cart.whole(name), "bad");
    setTyped(kept);
    if (!Number.isNaN(Number(kept))) onQuantity(Number(kept));
  };
  return (
    <input
      inputMode="decimal"
      value={typed ?? quantity}
      onChange={(event) => type(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => setTyped(null)}
      aria-label={t.cart.quantity(name)}
      data-testid={testId}
      className="h-11 w-14 rounded-xl bg-transparent text-center text-sm font-semibold tabular-nums"
    />
  );
}
