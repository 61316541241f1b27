import { Suspense, lazy } from "react";
import { without } from "../../domain/cart";
import { unknownPrices } from "../../domain/charge";
import { deliveryOf, goesTo } from "../../domain/delivery";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { AlertIcon, CloseIcon } from "../../ui/icons";
import { useSale } from "./sale";

const StopText = lazy(() => import("./StopText").then((m) => ({ default: m.StopText })));
const Approvals = lazy(() => import("./Approvals").then((m) => ({ default: m.Approvals })));

/** What stops the sale or changes it in a way that the lines do not show. */
export function CartNotes() {
  const { cart, charge, change, pricer, go, staff } = useSale();
  if (!cart || !charge) return null;
  const { coupon, exemption, discount, customer } = cart;
  const unknown = unknownPrices(cart);
  const group = pricer?.pricing.groups.find((each) => each.id === customer?.group)?.code ?? String(customer?.group);
  return (
    <div className="mb-3 grid grid-cols-1 gap-2 text-sm wrap-anywhere empty:hidden">
      {charge.stop && (
        <Suspense fallback={null}>
          <p role="alert" data-testid="cart-stop" className="flex gap-2 rounded-xl bg-bad-soft p-3 font-medium text-bad">
            <AlertIcon /> <StopText stop={charge.stop} />
          </p>
        </Suspense>
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
