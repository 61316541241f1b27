import { useState } from "react";
import { type Cart, labelOf, pieces } from "../../domain/cart";
import { dueOf } from "../../domain/due";
import { staysHere } from "../../domain/parked";
import { formatAge, t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { listParked } from "../../store/parked";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { CloseIcon, ParkIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { usePending } from "../../ui/usePending";
import { useNow } from "../../ui/useNow";
import { useSale } from "./sale";
import { o } from "./texts";

/** The orders that wait: one tap takes one up again, and parks the one that is open. */
export function ParkedDialog({ onClose }: { onClose(): void }) {
  const { cart: open, pricer, money, staff } = useSale();
  const now = useNow();
  const services = useServices();
  const parked = useLive(listParked, ["parked"]);
  const elsewhere = useLive(() => services.parkedElsewhere(), ["parked"]) ?? [];
  const { error, run } = usePending();
  const recall = (id: string) =>
    void run(async () => {
      const came = await services.recall(id, { at: now, label: labelOf(open), by: staff.name });
      if (came !== "open") notify(t.parked.came[came], came === "unsure" ? "ok" : "bad");
      onClose();
    });
  return (
    <Dialog title={t.parked.title} onClose={onClose} testId="parked">
      {parked?.length === 0 && elsewhere.length === 0 && (
        <Empty icon={<ParkIcon className="size-7" />} title={o.parked.none}>
          {o.parked.noneHint}
        </Empty>
      )}
      {error && <p role="alert" className="pb-3 text-bad">{error}</p>}
      <ul className="grid grid-cols-1 gap-2.5">
        {parked?.map((cart) => (
          <li key={cart.id} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => recall(cart.id)}
              data-testid="parked-recall"
              className="flex min-h-16 min-w-0 flex-1 items-center gap-3 rounded-2xl border border-line px-4 text-start hover:border-accent hover:bg-accent-soft"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{cart.parked?.label || t.returns.badge}</span>
                <span className="block text-sm text-muted">
                  {t.cart.pieces(pieces(cart))} · {t.parked.since(formatAge(now - (cart.parked?.at ?? now)), cart.parked?.by ?? "")}
                  {staysHere(cart) && ` · ${o.parked.here}`}
                </span>
              </span>
              <span className="font-semibold tabular-nums">{pricer && money(dueOf(cart, pricer.charge(cart, new Date(now))))}</span>
            </button>
            <Discard cart={cart} />
          </li>
        ))}
        {elsewhere.map((order) => (
          <li key={order.id}>
            <button
              type="button"
              onClick={() => recall(order.id)}
              data-testid="parked-elsewhere"
              className="flex min-h-16 w-full items-center gap-3 rounded-2xl border border-dashed border-edge/60 px-4 text-start hover:border-accent hover:bg-accent-soft"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{order.label || t.parked.other}</span>
                <span className="block text-sm text-muted">{t.parked.since(formatAge(now - order.parkedAt), order.registerId)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Discards an order that waits, after it was asked in its place: nothing brings the order back. */
function Discard({ cart }: { cart: Cart }) {
  const services = useServices();
  const [asking, setAsking] = useState<boolean | null>(null);
  if (!asking) {
    const ask = () => (cart.tenders?.length ? notify(o.parked.paid, "bad") : setAsking(true));
    return (
      // Who keeps the order goes on where they were.
      // eslint-disable-next-line jsx-a11y/no-autofocus
      <Button look="quiet" size="icon" autoFocus={asking === false} onClick={ask} aria-label={o.parked.discard} data-testid="parked-discard">
        <CloseIcon className="size-4" />
      </Button>
    );
  }
  return (
    <div role="group" aria-label={o.parked.discard} className="grid shrink-0 gap-1">
      <Button look="danger" onClick={() => void services.discardParked(cart.id)} data-testid="parked-discard-yes">
        {o.parked.discardYes}
      </Button>
      {/* The button that asked is gone. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <Button autoFocus onClick={() => setAsking(false)} data-testid="parked-discard-no">
        {o.parked.discardNo}
      </Button>
    </div>
  );
}
