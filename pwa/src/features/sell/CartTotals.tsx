import type { Cart } from "../../domain/cart";
import { formatMoney } from "../../domain/money";
import { formatPercent } from "../../domain/tax";
import { totalsOf } from "../../domain/totals";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";

/** What the open order comes to. */
export function CartTotals({ cart, locale, onPay }: { cart: Cart | undefined; locale: string; onPay(): void }) {
  const totals = totalsOf(cart?.lines ?? []);
  const money = (amount: number) => formatMoney(amount, cart?.currency ?? "USD", locale);
  return (
    <div className="shrink-0 p-3 pt-4 md:p-5 md:pt-4">
      <dl className="grid grid-cols-[1fr_auto] gap-y-1 text-sm tabular-nums">
        <dt className="text-muted">{t.cart.subtotal}</dt>
        <dd className="text-right" data-testid="cart-subtotal">{money(totals.subtotal)}</dd>
        {totals.taxes.length === 0 && (
          <>
            <dt className="text-muted">{t.cart.noTax}</dt>
            <dd className="text-right" data-testid="cart-tax">{money(0)}</dd>
          </>
        )}
        {totals.taxes.map((row) => (
          <div key={row.key} className="contents">
            <dt className="text-muted">{t.cart.tax(formatPercent(row.percentMillionths))}</dt>
            <dd className="text-right" data-testid="cart-tax">{money(row.tax)}</dd>
          </div>
        ))}
        <dt className="pt-1.5 text-lg font-semibold">{t.cart.total}</dt>
        <dd className="pt-1.5 text-right text-lg font-semibold" data-testid="cart-total" data-amount={totals.total}>
          {money(totals.total)}
        </dd>
      </dl>
      <Button look="primary" size="large" className="mt-4 w-full" disabled={!cart} onClick={onPay} data-testid="pay">
        {t.cart.pay} {cart && <span className="tabular-nums">{money(totals.total)}</span>}
      </Button>
    </div>
  );
}
