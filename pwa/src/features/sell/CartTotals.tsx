import { Suspense, lazy } from "react";
import { isEmpty, without } from "../../domain/cart";
import { shownSubtotal, unknownPrices } from "../../domain/charge";
import { deliveryOf, goesTo } from "../../domain/delivery";
import { deferredOf, dueOf } from "../../domain/due";
import { formatPercent, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { AlertIcon, CloseIcon } from "../../ui/icons";
import { useSale } from "./sale";

const Approvals = lazy(() => import("./Approvals").then((m) => ({ default: m.Approvals })));

/** What the open order comes to, and what a person should know about it. */
export function CartTotals() {
  const { cart, charge, money, go } = useSale();
  const returned = (cart?.returns ?? []).reduce((sum, line) => sum + line.refund, 0);
  const later = cart && charge ? deferredOf(cart, charge) : 0;
  const due = cart && charge ? dueOf(cart, charge) : 0;
  const rows: [key: string, label: string, amount: number, testId?: string][] = charge
    ? [
        ["subtotal", t.cart.subtotal, shownSubtotal(charge), "cart-subtotal"],
        ...charge.discounts.map((row, i): [string, string, number, string] => [`d${i}`, row.label, -row.amount, "cart-discount"]),
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
    <div className="shrink-0 p-3 pt-4 md:p-5 md:pt-4">
      <Notes />
      <dl className="text-sm tabular-nums">
        {rows.map(([key, label, amount, testId]) => (
          <div key={key} className="mb-1 flex gap-3">
            <dt className="min-w-0 flex-1 truncate text-muted">{label}</dt>
            <dd data-testid={testId}>{money(amount)}</dd>
          </div>
        ))}
        <div className="flex gap-3 pt-1.5 text-lg font-semibold">
          <dt className="flex-1">
            {cart && charge && !isEmpty(cart) ? (
              <button type="button" onClick={() => go({ kind: "explain" })} className="-mx-1 rounded-lg px-1 underline decoration-edge/50 decoration-dotted underline-offset-4 hover:bg-sunken" data-testid="explain-open">
                {due < 0 ? t.returns.toRefund : t.cart.total}
              </button>
            ) : (
              t.cart.total
            )}
          </dt>
          <dd data-testid="cart-total" data-amount={due}>
            {money(Math.abs(due))}
          </dd>
        </div>
      </dl>
      <Button look="primary" size="large" className="mt-4 w-full" disabled={!charge || charge.stop !== null || !cart || isEmpty({ ...cart, customer: undefined })} onClick={() => go({ kind: "pay" })} data-testid="pay">
        {due < 0 ? t.returns.refund : t.cart.pay} {cart && <span className="tabular-nums">{money(Math.abs(due))}</span>}
      </Button>
    </div>
  );
}

/** What stops the sale or changes it in a way that the lines do not show. */
function Notes() {
  const { cart, charge, change, pricer, go, staff } = useSale();
  if (!cart || !charge) return null;
  const { coupon, exemption, discount, customer } = cart;
  const unknown = unknownPrices(cart);
  const group = pricer?.pricing.groups.find((each) => each.id === customer?.group)?.code ?? String(customer?.group);
  return (
    <div className="mb-3 grid gap-2 text-sm empty:hidden">
      {charge.stop && (
        <p role="alert" data-testid="cart-stop" className="flex gap-2 rounded-xl bg-bad-soft p-3 font-medium text-bad">
          <AlertIcon /> {charge.stop.kind === "nonsense" ? t.cart.nonsense(charge.stop.detail) : t.cart.refused(charge.stop.detail)}
        </p>
      )}
      {charge.needsMagento.length > 0 && (
        <p data-testid="needs-magento" className="flex gap-2 rounded-xl bg-warn-soft p-3 text-warn">
          <AlertIcon /> {t.cart.needsMagento(charge.needsMagento.join(", "))}
        </p>
      )}
      {unknown > 0 && (
        <p data-testid="unknown-prices" className="rounded-xl bg-warn-soft p-3 text-warn">
          {t.customer.unknownPrices(group, unknown)}
        </p>
      )}
      {cart.delivery && (
        <Applied
          testId="cart-delivery"
          text={deliveryOf(cart) || cart.lines.length === 0 ? t.delivery.goes[cart.delivery.kind](goesTo(cart.delivery).name) : t.delivery.nothing}
          onOpen={() => go({ kind: "delivery" })}
          remove={t.delivery.remove}
          onRemove={() => void change((now) => without(now, "delivery"))}
        />
      )}
      {cart.deferred !== undefined && <Applied testId="cart-deferred" text={t.owed.later} remove={t.owed.remove} onRemove={() => void change((now) => without(now, "deferred"))} />}
      {cart.approvals?.some(({ staffId }) => staffId !== staff.id) && <Suspense fallback={null}><Approvals /></Suspense>}
      {coupon !== undefined && (
        <Applied
          testId="cart-coupon"
          text={charge.couponRejected ? t.coupon.idle(coupon) : t.coupon.on(coupon)}
          remove={t.coupon.remove}
          onRemove={() => void change((now) => without(now, "coupon"))}
        />
      )}
      {discount && <Applied testId="cart-manual" text={t.discount.on(discount.reason)} remove={t.discount.remove} onRemove={() => void change((now) => without(now, "discount"))} />}
      {exemption && <Applied testId="cart-exempt" text={t.exempt.on(exemption.certificate)} remove={t.exempt.remove} onRemove={() => void change((now) => without(now, "exemption"))} />}
    </div>
  );
}

interface AppliedProps {
  testId: string;
  text: string;
  /** Says what removing does. */
  remove: string;
  onOpen?: () => void;
  onRemove(): void;
}

/** Something agreed on the order: what it is, to look at where there is more to it, and the way to take it off. */
function Applied({ testId, text, remove, onOpen, onRemove }: AppliedProps) {
  return (
    <p data-testid={testId} className="flex min-h-11 items-center justify-between gap-2 rounded-xl bg-sunken ps-3">
      {onOpen ? (
        <button type="button" onClick={onOpen} className="min-h-11 min-w-0 flex-1 truncate text-start underline decoration-edge/50 decoration-dotted underline-offset-4">
          {text}
        </button>
      ) : (
        <span className="min-w-0 truncate">{text}</span>
      )}
      <Button look="quiet" size="icon" onClick={onRemove} aria-label={`${remove}: ${text}`} title={remove} data-testid={`${testId}-remove`}>
        <CloseIcon className="size-4" />
      </Button>
    </p>
  );
}
