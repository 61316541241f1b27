import { pieces } from "../../domain/cart";
import { dueOf } from "../../domain/due";
import { formatAge, t } from "../../i18n/messages";
import { useDatabase, useLive } from "../../store/live";
import { discardParked, listParked, recallCart } from "../../store/parked";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { CloseIcon, ParkIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { useNow } from "../../ui/useNow";
import { useSale } from "./sale";

/** The orders that wait: one tap takes one up again, and parks the one that is open. */
export function ParkedDialog({ onClose }: { onClose(): void }) {
  const db = useDatabase();
  const { cart: open, pricer, money, staff } = useSale();
  const now = useNow();
  const parked = useLive(listParked, ["parked"]);
  const recall = async (id: string) => {
    const done = await recallCart(db, id, { at: now, label: open?.customer?.name ?? "", by: staff.name });
    if (!done) notify(t.parked.gone, "bad");
    onClose();
  };
  return (
    <Dialog title={t.parked.title} onClose={onClose} testId="parked">
      {parked?.length === 0 && (
        <Empty icon={<ParkIcon className="size-7" />} title={t.parked.none}>
          {t.parked.noneHint}
        </Empty>
      )}
      <ul className="grid gap-2.5">
        {parked?.map((cart) => (
          <li key={cart.id} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => void recall(cart.id)}
              data-testid="parked-recall"
              className="flex min-h-16 min-w-0 flex-1 items-center gap-3 rounded-2xl border border-line px-4 text-left hover:border-accent hover:bg-accent-soft"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{cart.parked?.label || cart.lines[0]?.name || t.returns.badge}</span>
                <span className="block text-sm text-muted">
                  {t.cart.pieces(pieces(cart))} · {t.parked.since(formatAge(now - (cart.parked?.at ?? now)), cart.parked?.by ?? "")}
                </span>
              </span>
              <span className="font-semibold tabular-nums">{pricer && money(dueOf(cart, pricer.charge(cart, new Date(now))))}</span>
            </button>
            <Button look="quiet" size="icon" onClick={() => void discardParked(db, cart.id)} aria-label={t.parked.discard} data-testid="parked-discard">
              <CloseIcon className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
