import { Suspense, lazy, memo, useCallback } from "react";
import { type CartLine, isEmpty, pieces, setQuantity } from "../../domain/cart";
import { inTurn } from "../../domain/sold";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import { useDatabase, useLive } from "../../store/live";
import { listParked } from "../../store/parked";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Empty } from "../../ui/Empty";
import { BackIcon, CartIcon, MoreIcon, ParkIcon } from "../../ui/icons";
import { CartNotes } from "./CartNotes";
import { CartRow } from "./CartRow";
import { CartSums, CartTotal } from "./CartTotals";
import { CustomerChip } from "./CustomerChip";
import { ReturnRow } from "./ReturnRow";
import { type Sale, useSale } from "./sale";

const BalanceRow = lazy(() => import("./BalanceRow").then((m) => ({ default: m.BalanceRow })));

interface Props {
  /** On a phone the order covers the products when open. */
  open: boolean;
  onClose(): void;
}

/** The open order: its lines, what comes back, its totals, and the way to pay. */
export const CartPanel = memo(function CartPanel({ open, onClose }: Props) {
  const db = useDatabase();
  const { cart, charge, currency, locale, go } = useSale();
  const quantity = useCallback((line: CartLine, n: number) => void changeCart(db, currency, (now) => setQuantity(now, line.id, n)), [db, currency]);
  const details = useCallback((line: CartLine) => go({ kind: "line", id: line.id }), [go]);
  return (
    <aside
      aria-label={t.cart.title}
      data-testid="cart"
      className={cx(
        "flex-col border-line bg-surface md:flex md:w-[22rem] md:border-s lg:w-[24rem] 2xl:w-[27rem]",
        open ? "fixed inset-0 z-30 flex md:static" : "hidden",
      )}
    >
      <div className="flex h-16 shrink-0 items-center gap-2 px-3 md:px-5">
        <Button look="quiet" size="icon" onClick={onClose} aria-label={t.back} className="md:hidden">
          <BackIcon />
        </Button>
        <h2 className="text-lg font-semibold tracking-tight">{t.cart.title}</h2>
        {cart && <span className="text-sm whitespace-nowrap text-muted">{t.cart.pieces(pieces(cart))}</span>}
        <Others go={go} />
      </div>
      <CustomerChip />
      {/* Where there is no room for the lines and for all that is agreed on the order, these scroll together; the total stays. */}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <div className="isolate min-h-28 flex-1 overflow-y-auto border-y border-line bg-surface [contain:strict]">
          {cart && !isEmpty({ ...cart, customer: undefined }) ? (
            <ul className="divide-y divide-line">
              {inTurn(cart.lines).map((line, i) => (
                <CartRow key={line.id} line={line} charge={charge?.lines[i] ?? null} currency={currency} locale={locale} onQuantity={quantity} onDetails={details} />
              ))}
              {cart.returns?.map((line, i) => <ReturnRow key={`${line.orderId ?? ""} ${line.sku} ${i}`} line={line} index={i} />)}
              {cart.balances && <Suspense fallback={null}>{cart.balances.map((balance) => <BalanceRow key={balance.orderId} balance={balance} />)}</Suspense>}
            </ul>
          ) : (
            <Empty icon={<CartIcon className="size-7" />} title={t.cart.empty}>
              {t.cart.emptyHint}
            </Empty>
          )}
        </div>
        <div className="shrink-0 px-3 pt-4 md:px-5">
          <CartNotes />
          <CartSums />
        </div>
      </div>
      <CartTotal />
    </aside>
  );
});

/** What can be done with the order, and the ones that wait. A piece more changes nothing here. */
const Others = memo(function Others({ go }: Pick<Sale, "go">) {
  const parked = useLive(listParked, ["parked"])?.length ?? 0;
  return (
    <>
      <Button look="quiet" className="ms-auto" onClick={() => go({ kind: "parked" })} aria-label={t.parked.open(parked)} data-testid="parked-open" data-count={parked}>
        <ParkIcon />
        {parked > 0 && <span className="tabular-nums">{parked}</span>}
      </Button>
      <Button look="quiet" size="icon" className="-me-2" onClick={() => go({ kind: "actions" })} aria-label={t.actions.title} data-testid="actions-open">
        <MoreIcon />
      </Button>
    </>
  );
});
