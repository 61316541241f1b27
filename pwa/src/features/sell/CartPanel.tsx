import { useCallback, useState } from "react";
import { type Cart, type CartLine, pieces, setQuantity } from "../../domain/cart";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import { useDatabase } from "../../store/live";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { BackIcon, CartIcon } from "../../ui/icons";
import { CartRow } from "./CartRow";
import { CartTotals } from "./CartTotals";

interface Props {
  cart: Cart | undefined;
  locale: string;
  /** On a phone the order covers the products when open. */
  open: boolean;
  onClose(): void;
  onPay(): void;
}

/** The open order: its lines, its totals, and the way to pay. */
export function CartPanel({ cart, locale, open, onClose, onPay }: Props) {
  const db = useDatabase();
  const [asking, setAsking] = useState(false);
  const currency = cart?.currency ?? "USD";
  const change = useCallback(
    (line: CartLine, quantity: number) => void changeCart(db, currency, (now) => setQuantity(now, line, quantity)),
    [db, currency],
  );
  const clear = () => {
    setAsking(false);
    if (cart) void changeCart(db, cart.currency, (now) => ({ ...now, lines: [] }));
  };
  return (
    <aside
      aria-label={t.cart.title}
      data-testid="cart"
      className={cx(
        "flex-col border-line bg-surface md:flex md:w-[22rem] md:border-l lg:w-[24rem] 2xl:w-[27rem]",
        open ? "fixed inset-0 z-30 flex md:static" : "hidden",
      )}
    >
      <div className="flex h-16 shrink-0 items-center gap-2 px-3 md:px-5">
        <Button look="quiet" size="icon" onClick={onClose} aria-label={t.back} className="md:hidden">
          <BackIcon />
        </Button>
        <h2 className="text-lg font-semibold tracking-tight">{t.cart.title}</h2>
        {cart && <span className="text-sm text-muted">{t.cart.pieces(pieces(cart))}</span>}
        {cart && (
          <Button look="quiet" className="-mr-2 ml-auto" onClick={() => setAsking(true)} data-testid="cart-clear">
            {t.cart.clear}
          </Button>
        )}
      </div>
      <div className="isolate min-h-0 flex-1 overflow-y-auto border-y border-line">
        {cart ? (
          <ul className="divide-y divide-line">
            {cart.lines.map((line) => (
              <CartRow key={`${line.sku} ${line.unitPrice}`} line={line} currency={currency} locale={locale} onQuantity={change} />
            ))}
          </ul>
        ) : (
          <Empty icon={<CartIcon className="size-7" />} title={t.cart.empty}>
            {t.cart.emptyHint}
          </Empty>
        )}
      </div>
      <CartTotals cart={cart} locale={locale} onPay={onPay} />
      {asking && (
        <Dialog title={t.cart.clearAsk} onClose={() => setAsking(false)}>
          <div className="flex justify-end gap-3 pt-2">
            <Button onClick={() => setAsking(false)}>{t.cancel}</Button>
            <Button look="danger" onClick={clear} data-testid="cart-clear-yes">
              {t.cart.clearYes}
            </Button>
          </div>
        </Dialog>
      )}
    </aside>
  );
}
