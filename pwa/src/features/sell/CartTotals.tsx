import { isEmpty } from "../../domain/cart";
import { shownSubtotal } from "../../domain/charge";
import { deferredOf, dueOf, refundsOf } from "../../domain/due";
import { formatPercent, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { rowLabel } from "./rowLabel";
import { useSale } from "./sale";

/** What makes up the total of the open order. */
export function CartSums() {
  const { cart, charge, money } = useSale();
  const returned = refundsOf(cart?.returns);
  const later = cart && charge ? deferredOf(cart, charge) : 0;
  const rows: [key: string, label: string, amount: number, testId?: string][] = charge
    ? [
        ["subtotal", t.cart.subtotal, shownSubtotal(charge), "cart-subtotal"],
        ...charge.discounts.map((row, i): [string, string, number, string] => [`d${i}`, rowLabel(row.label), -row.amount, "cart-discount"]),
        ...(charge.shownShipping === 0 ? [] : [["shipping", t.delivery.shipping, charge.shownShipping, "cart-shipping"] as [string, string, number, string]]),
        ...charge.taxes.map((row, i): [string, string, number, string] => [
          `t${i}`,
          (charge.taxIncluded ? t.cart.taxInside : t.cart.tax)(formatPercent(row.percent)),
          row.amount,
          "cart-tax",
        ]),
        ...(charge.taxes.length === 0 ? [["tax", t.cart.noTax, 0, "cart-tax"] as [string, string, number, string]] : []),
        ...(returned > 0 ? [["returned", t.returns.row, -returned, "cart-returned"] as [string, string, number, string]] : []),
        ...(later > 0 ? [["later", t.owed.later, -later, "cart-later"] as [string, string, number, string]] : []),
      ]
    : [];
  return (
    <dl className="text-sm tabular-nums">
      {rows.map(([key, label, amount, testId]) => (
        <div key={key} className="mb-1 flex gap-3">
          <dt className="min-w-0 flex-1 truncate text-muted">{label}</dt>
          <dd data-testid={testId}>{money(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the open order comes to, and the way to pay it. */
export function CartTotal() {
  const { cart, charge, money, go } = useSale();
  const due = cart && charge ? dueOf(cart, charge) : 0;
  return (
    <div className="shrink-0 px-3 pb-3 md:px-5 md:pb-5">
      <dl className="flex gap-3 pt-1.5 text-lg font-semibold tabular-nums">
        <dt className="flex-1">
          {cart && charge && !isEmpty(cart) ? (
            <button type="button" onClick={() => go({ kind: "explain" })} className="-mx-1 -my-2 min-h-11 rounded-lg px-1 underline decoration-edge/50 decoration-dotted underline-offset-4 hover:bg-sunken" data-testid="explain-open">
              {due < 0 ? t.returns.toRefund : t.cart.total}
            </button>
          ) : (
            t.cart.total
          )}
        </dt>
        <dd data-testid="cart-total" data-amount={due}>
          {money(Math.abs(due))}
        </dd>
      </dl>
      <Button look="primary" size="large" className="mt-4 w-full" disabled={!charge || charge.stop !== null || !cart || isEmpty({ ...cart, customer: undefined })} onClick={() => go({ kind: "pay" })} aria-keyshortcuts="F9" data-testid="pay">
        {due < 0 ? t.returns.refund : t.cart.pay} {cart && <span className="tabular-nums">{money(Math.abs(due))}</span>}
        <kbd aria-hidden="true" className="hidden font-sans text-xs font-medium opacity-80 lg:pointer-fine:inline">F9</kbd>
      </Button>
    </div>
  );
}
