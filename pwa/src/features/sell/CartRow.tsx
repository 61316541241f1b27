import { memo } from "react";
import type { CartLine } from "../../domain/cart";
import { formatMoney } from "../../domain/money";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CloseIcon, MinusIcon, PlusIcon } from "../../ui/icons";
import { Picture } from "./Picture";

interface Props {
  line: CartLine;
  currency: string;
  locale: string;
  onQuantity(line: CartLine, quantity: number): void;
}

/** One line of the open order. Drawn anew only when it changed: a long order must not slow the next scan. */
export const CartRow = memo(function CartRow({ line, currency, locale, onQuantity }: Props) {
  const money = (amount: number) => formatMoney(amount, currency, locale);
  return (
    <li data-testid={`cart-line-${line.sku}`} data-quantity={line.quantity} className="flex gap-3 px-3 py-3 md:px-5">
      <span className="size-12 shrink-0 overflow-hidden rounded-xl border border-line [&_span]:text-sm">
        <Picture src={line.image} name={line.name} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p className="text-sm leading-snug font-medium">{line.name}</p>
            <p className="text-xs text-muted">{[line.detail, line.sku].filter(Boolean).join(" · ")}</p>
          </div>
          <p className="pt-px text-sm font-semibold tabular-nums" data-testid={`cart-line-total-${line.sku}`}>
            {money(line.unitPrice * line.quantity)}
          </p>
        </div>
        <div className="mt-1.5 flex items-center gap-1">
          <Button look="plain" size="icon" onClick={() => onQuantity(line, line.quantity - 1)} aria-label={t.cart.less(line.name)} data-testid={`less-${line.sku}`}>
            <MinusIcon className="size-4" />
          </Button>
          <input
            inputMode="numeric"
            value={line.quantity}
            onChange={(event) => onQuantity(line, Number(event.target.value.replace(/\D/g, "")) || 1)}
            onFocus={(event) => event.target.select()}
            aria-label={t.cart.quantity(line.name)}
            data-testid={`quantity-${line.sku}`}
            className="h-11 w-12 rounded-xl bg-transparent text-center text-sm font-semibold tabular-nums"
          />
          <Button look="plain" size="icon" onClick={() => onQuantity(line, line.quantity + 1)} aria-label={t.cart.more(line.name)} data-testid={`more-${line.sku}`}>
            <PlusIcon className="size-4" />
          </Button>
          <span className="ml-1 truncate text-xs text-muted">{line.quantity > 1 && t.cart.each(money(line.unitPrice))}</span>
          <Button look="quiet" size="icon" className="-mr-2 ml-auto" onClick={() => onQuantity(line, 0)} aria-label={t.cart.remove(line.name)} data-testid={`remove-${line.sku}`}>
            <CloseIcon className="size-4" />
          </Button>
        </div>
      </div>
    </li>
  );
}, isSame);

/** Every read of the order makes new objects, so lines are compared by what is shown of them. */
function isSame(a: Props, b: Props): boolean {
  const texts = (["sku", "name", "detail", "unitPrice", "quantity", "image"] as const).every((key) => a.line[key] === b.line[key]);
  return texts && a.currency === b.currency && a.locale === b.locale && a.onQuantity === b.onQuantity;
}
