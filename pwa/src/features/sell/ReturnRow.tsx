import type { CartReturn } from "../../domain/cart";
import { formatCount, t } from "../../i18n/messages";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { CloseIcon } from "../../ui/icons";
import { once } from "../../ui/once";
import { useSale } from "./sale";
import { useInSight } from "./useInSight";

/** Goods that come back with the open order. */
export function ReturnRow({ line, index }: { line: CartReturn; index: number }) {
  const { money, change } = useSale();
  const place = useInSight<HTMLLIElement>(line.quantity);
  const remove = () => void change((cart) => ({ ...cart, returns: cart.returns?.filter((other, i) => i !== index || other.sku !== line.sku) }));
  return (
    <li ref={place} data-testid={`return-line-${line.sku}`} data-quantity={line.quantity} className="flex items-start gap-3 bg-warn-soft/40 px-3 py-3 md:px-5">
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="flex flex-wrap items-center gap-2 text-sm leading-snug font-medium">
          {formatCount(line.quantity)} × {line.name} <Badge tone="warn">{t.returns.badge}</Badge>
        </p>
        <p className="text-xs text-muted">{[line.receiptNumber || t.returns.noReceipt, line.sku, line.reason].join(" · ")}</p>
      </div>
      <p className="pt-px text-sm font-semibold tabular-nums">{money(-line.refund)}</p>
      <Button look="quiet" size="icon" className="-my-2 -me-2" onClick={once(remove)} aria-label={t.cart.remove(line.name)} data-testid={`return-remove-${line.sku}`}>
        <CloseIcon className="size-4" />
      </Button>
    </li>
  );
}
