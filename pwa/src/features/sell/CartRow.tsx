import { memo, useState } from "react";
import type { CartLine } from "../../domain/cart";
import type { LineCharge } from "../../domain/charge";
import { formatMoney } from "../../domain/money";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CloseIcon, MinusIcon, PlusIcon } from "../../ui/icons";
import { Picture } from "./Picture";

interface Props {
  line: CartLine;
  /** null until it can be calculated. */
  charge: LineCharge | null;
  currency: string;
  locale: string;
  onQuantity(line: CartLine, quantity: number): void;
  onDetails(line: CartLine): void;
}

/** One line of the open order. Drawn anew only when it changed: a long order must not slow the next scan. */
export const CartRow = memo(function CartRow({ line, charge, currency, locale, onQuantity, onDetails }: Props) {
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const changed = line.override ?? line.manual;
  return (
    <li data-testid={`cart-line-${line.sku}`} data-quantity={line.quantity} className="flex gap-3 px-3 py-3 [contain:layout_paint_style] md:px-5">
      <span className="size-12 shrink-0 overflow-hidden rounded-xl border border-line [&_span]:text-sm">
        <Picture src={line.image} name={line.name} />
      </span>
      <div className="min-w-0 flex-1">
        <button type="button" onClick={() => onDetails(line)} data-testid={`line-${line.sku}`} className="-m-1 flex w-[calc(100%+0.5rem)] items-start gap-2 rounded-lg p-1 text-left hover:bg-sunken">
          <span className="min-w-0 flex-1">
            <span className="block text-sm leading-snug font-medium">{line.name}</span>
            <span className="block text-xs text-muted">{[line.detail, line.sku].filter(Boolean).join(" · ")}</span>
            {changed && <span className="block text-xs text-info">{t.cart.changed(changed.reason)}</span>}
          </span>
          <span className="pt-px text-right text-sm font-semibold tabular-nums">
            <span className="block" data-testid={`cart-line-total-${line.sku}`}>
              {charge ? money(charge.shownRow) : "–"}
            </span>
            {charge !== null && charge.discount !== 0 && (
              <span className="block text-xs font-medium text-ok" data-testid={`cart-line-discount-${line.sku}`}>
                {money(-charge.discount)}
              </span>
            )}
          </span>
        </button>
        <div className="mt-1.5 flex items-center gap-1">
          <Button look="plain" size="icon" onClick={() => onQuantity(line, line.quantity - 1)} aria-label={t.cart.less(line.name)} data-testid={`less-${line.sku}`}>
            <MinusIcon className="size-4" />
          </Button>
          <QuantityField line={line} onQuantity={onQuantity} />
          <Button look="plain" size="icon" onClick={() => onQuantity(line, line.quantity + 1)} aria-label={t.cart.more(line.name)} data-testid={`more-${line.sku}`}>
            <PlusIcon className="size-4" />
          </Button>
          <span className="ml-1 truncate text-xs text-muted">{line.quantity !== 1 && charge && t.cart.each(money(charge.shownUnit))}</span>
          <Button look="quiet" size="icon" className="-mr-2 ml-auto" onClick={() => onQuantity(line, 0)} aria-label={t.cart.remove(line.name)} data-testid={`remove-${line.sku}`}>
            <CloseIcon className="size-4" />
          </Button>
        </div>
      </div>
    </li>
  );
}, isSame);

/** Takes a quantity as it is typed: "0." is on the way to 0.5 and changes nothing yet. */
function QuantityField({ line, onQuantity }: Pick<Props, "line" | "onQuantity">) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const kept = text.replace(",", ".").replace(/[^\d.]/g, "").slice(0, 9);
    setTyped(kept);
    if (Number(kept) > 0) onQuantity(line, Number(kept));
  };
  return (
    <input
      inputMode="decimal"
      value={typed ?? line.quantity}
      onChange={(event) => type(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => setTyped(null)}
      aria-label={t.cart.quantity(line.name)}
      data-testid={`quantity-${line.sku}`}
      className="h-11 w-14 rounded-xl bg-transparent text-center text-sm font-semibold tabular-nums"
    />
  );
}

/** Every read of the order makes new objects, so lines are compared by what is shown of them. */
function isSame(a: Props, b: Props): boolean {
  if (a.currency !== b.currency || a.locale !== b.locale || a.onQuantity !== b.onQuantity || a.onDetails !== b.onDetails) return false;
  return shown(a) === shown(b);
}

function shown({ line, charge }: Props): string {
  const { id, sku, name, detail, quantity, image, override, manual } = line;
  return [id, sku, name, detail, quantity, image, override?.reason, manual?.reason, charge?.shownRow, charge?.shownUnit, charge?.discount].join("\n");
}
