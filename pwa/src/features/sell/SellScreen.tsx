import { useCallback, useState, useSyncExternalStore } from "react";
import { pieces } from "../../domain/cart";
import { formatMoney } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import type { Configurable } from "../../domain/product";
import { totalsOf } from "../../domain/totals";
import type { Staff, Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { CartIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { useTiming } from "../../ui/timing";
import { useScanner } from "../../ui/useScanner";
import { CartPanel } from "./CartPanel";
import { OptionDialog } from "./OptionDialog";
import { PayForm } from "./PayForm";
import { ProductBrowser } from "./ProductBrowser";
import { Receipt } from "./Receipt";
import { useAddToCart } from "./useAddToCart";

type Step = { kind: "options"; product: Configurable } | { kind: "pay" } | { kind: "receipt"; order: OrderRecord } | null;

interface Props {
  workplace: Workplace;
  staff: Staff;
  /** False while another view is in front; scans work all the same. */
  visible: boolean;
  onScan(): void;
}

/** Selling: products on one side, the open order on the other. */
export function SellScreen({ workplace, staff, visible, onScan }: Props) {
  const services = useServices();
  const cart = useLive((db) => db.setting("cart"), ["cart"]);
  const version = useSyncExternalStore(services.onCatalogStatus, () => `${services.catalogStatus().phase} ${services.catalogStatus().updatedAt}`);
  const locale = useLive(async () => (await services.storeView())?.locale, [], version) ?? "en-US";
  const [step, setStep] = useState<Step>(null);
  const [cartOpen, setCartOpen] = useState(false);
  const choose = useCallback((product: Configurable) => setStep({ kind: "options", product }), []);
  const add = useAddToCart(workplace, choose);

  const timeScan = useTiming("scan", cart);
  const timeTender = useTiming("tender", step);

  useScanner((code, at) => {
    if (step?.kind === "pay" || step?.kind === "options") return notify(t.sell.busy, "bad");
    setStep(null);
    onScan();
    timeScan(at);
    void add.byCode(code).then((added) => added || timeScan(0));
  });

  const paying = step?.kind === "pay";
  const paid = (order: OrderRecord, at: number) => {
    timeTender(at);
    setCartOpen(false);
    setStep({ kind: "receipt", order });
  };

  return (
    <div className={cx("min-h-0 flex-1", visible ? "flex" : "hidden")}>
      <ProductBrowser locale={locale} onChoose={add.item} onCode={add.byTypedCode} />
      <CartPanel cart={cart} locale={locale} open={cartOpen} onClose={() => setCartOpen(false)} onPay={() => setStep({ kind: "pay" })} />
      {cart && !cartOpen && (
        <button
          type="button"
          onClick={() => setCartOpen(true)}
          aria-label={t.cart.show}
          className="fixed inset-x-3 bottom-3 z-20 flex h-14 items-center gap-3 rounded-2xl bg-accent px-5 font-semibold text-on-accent shadow-lg md:hidden"
        >
          <CartIcon /> {t.cart.pieces(pieces(cart))}
          <span className="ml-auto tabular-nums">{formatMoney(totalsOf(cart.lines).total, cart.currency, locale)}</span>
        </button>
      )}
      {step?.kind === "options" && (
        <OptionDialog product={step.product} onClose={() => setStep(null)} onChoose={(item, detail) => {
          setStep(null);
          void add.choice(item, step.product.item, detail);
        }} />
      )}
      {/* One dialog for both: to close and to open another takes longer than the receipt itself. */}
      {((step?.kind === "pay" && cart) || step?.kind === "receipt") && (
        <Dialog title={paying ? t.pay.title : t.receipt.title} wide={paying} testId={paying ? "payment" : "receipt"} onClose={() => setStep(null)}>
          {step.kind === "pay" && cart && <PayForm cart={cart} registerId={workplace.register.id} staff={staff} locale={locale} onPaid={paid} />}
          {step.kind === "receipt" && <Receipt order={step.order} workplace={workplace} locale={locale} onClose={() => setStep(null)} />}
        </Dialog>
      )}
    </div>
  );
}
