import { useState } from "react";
import { without } from "../../domain/cart";
import type { Delivery } from "../../domain/delivery";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { t } from "../../i18n/messages";
import { PickupForm } from "./PickupForm";
import { useSale } from "./sale";
import { ShipForm } from "./ShipForm";
import { o } from "./texts";

const ways = ["CARRY", "SHIP", "PICKUP"] as const;

/** Says how the goods of the order get to the customer. */
export function DeliveryDialog({ onClose }: { onClose(): void }) {
  const { cart, change, workplace } = useSale();
  const options = workplace.location.shipping ?? [];
  const places = workplace.pickup ?? [];
  const [way, setWay] = useState<(typeof ways)[number]>(cart?.delivery?.kind ?? (options.length > 0 ? "SHIP" : "PICKUP"));
  if (!cart) return null;
  const take = (delivery: Delivery | undefined) => {
    void change((now) => (delivery ? { ...now, delivery } : without(now, "delivery")));
    onClose();
  };
  const off = { CARRY: false, SHIP: options.length === 0, PICKUP: places.length === 0 };
  return (
    <Dialog title={t.delivery.title} wide={way === "SHIP"} onClose={onClose} testId="delivery">
      <div role="group" aria-label={o.delivery.how} className="mb-5 grid grid-cols-3 gap-1 rounded-2xl bg-sunken p-1">
        {ways.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={way === each}
            disabled={off[each]}
            onClick={() => setWay(each)}
            data-testid={`delivery-${each}`}
            className={cx("h-11 min-w-0 rounded-xl px-2 text-sm font-medium disabled:opacity-45", way === each ? "bg-surface text-ink shadow-sm" : "text-muted enabled:hover:text-ink")}
          >
            {o.delivery.ways[each]}
          </button>
        ))}
      </div>
      {way === "SHIP" && <ShipForm cart={cart} options={options} onTake={take} />}
      {way === "PICKUP" && <PickupForm places={places} chosen={cart.delivery?.kind === "PICKUP" ? cart.delivery.place.id : undefined} onTake={take} />}
      {way === "CARRY" && (
        <div className="grid gap-5">
          <p className="text-muted">{o.delivery.carryHint}</p>
          <Button look="primary" size="large" onClick={() => take(undefined)} data-testid="delivery-apply">
            {o.delivery.apply}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
