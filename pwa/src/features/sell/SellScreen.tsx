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
import { CartIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { useScanner } from "../../ui/useScanner";
import { CartPanel } from "./CartPanel";
import { OptionDialog } from "./OptionDialog";
import { PayDialog } from "./PayDialog";
import { ProductBrowser } from "./ProductBrowser";
import { ReceiptDialog } from "./ReceiptDialog";
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
  const catalog = useSyncExternalStore(services.onCatalogStatus, services.catalogStatus);
  const locale = useLive(async () => (await services.storeView())?.locale, [], `${catalog.phase} ${catalog.updatedAt}`) ?? "en-US";
  const [step, setStep] = useState<Step>(null);
  const [cartOpen, setCartOpen] = useState(false);
  const choose = useCallback((product: Configurable) => setStep({ kind: "options", product }), []);
  const add = useAddToCart(workplace, choose);

  useScanner((code) => {
    if (step?.kind === "pay" || step?.kind === "options") return notify(t.sell.busy, "bad");
    setStep(null);
    onScan();
    void add.byCode(code);
  });

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
      {step?.kind === "pay" && cart && (
        <PayDialog cart={cart} registerId={workplace.register.id} staff={staff} locale={locale} onClose={() => setStep(null)} onPaid={(order) => {
          setCartOpen(false);
          setStep({ kind: "receipt", order });
        }} />
      )}
      {step?.kind === "receipt" && <ReceiptDialog order={step.order} workplace={workplace} locale={locale} onClose={() => setStep(null)} />}
    </div>
  );
}
