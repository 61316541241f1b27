import { t } from "../../i18n/messages";
import { discardCart } from "../../store/cart";
import { useDatabase } from "../../store/live";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useSale } from "./sale";

/** Asks before an order is thrown away. */
export function ClearDialog({ onClose }: { onClose(): void }) {
  const db = useDatabase();
  const { cart } = useSale();
  const clear = () => {
    onClose();
    if (cart) void discardCart(db, cart.id);
  };
  return (
    <Dialog title={t.cart.clearAsk} onClose={onClose}>
      {cart?.tenders?.length ? <p className="pb-2 text-bad">{t.cart.clearPaid}</p> : null}
      <div className="flex justify-end gap-3 pt-2">
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button look="danger" onClick={clear} data-testid="cart-clear-yes">
          {t.cart.clearYes}
        </Button>
      </div>
    </Dialog>
  );
}
