import { type CartBalance, withoutBalance } from "../../domain/cart";
import { t } from "../../i18n/messages";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { CloseIcon } from "../../ui/icons";
import { once } from "../../ui/once";
import { useSale } from "./sale";
import { o } from "./texts";
import { useInSight } from "./useInSight";

/** What is paid with the open order of an earlier one. */
export function BalanceRow({ balance }: { balance: CartBalance }) {
  const { money, change } = useSale();
  const place = useInSight<HTMLLIElement>(balance.amount);
  const name = o.balance.of(balance.receiptNumber);
  return (
    <li ref={place} data-testid={`balance-line-${balance.receiptNumber}`} data-amount={balance.amount} className="flex items-start gap-3 bg-info-soft/40 px-3 py-3 md:px-5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-sm leading-snug font-medium">
          {name} <Badge tone="info">{o.balance.badge}</Badge>
        </p>
        <p className="text-xs text-muted tabular-nums">{o.balance.left(money(balance.open))}</p>
      </div>
      <p className="pt-px text-sm font-semibold tabular-nums">{money(balance.amount)}</p>
      <Button look="quiet" size="icon" className="-my-2 -me-2" onClick={once(() => void change((cart) => withoutBalance(cart, balance.orderId)))} aria-label={t.cart.remove(name)} data-testid={`balance-remove-${balance.receiptNumber}`}>
        <CloseIcon className="size-4" />
      </Button>
    </li>
  );
}
