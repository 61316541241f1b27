import { useCallback, useState } from "react";
import { readBarcode } from "../../domain/barcode";
import { addLine, newCart, pieces } from "../../domain/cart";
import { dueOf } from "../../domain/due";
import type { OrderRecord } from "../../domain/order";
import { cleanCode, plainScanner } from "../../domain/scan";
import type { Staff, Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useDatabase, useSetting } from "../../store/live";
import { plainPrinter } from "../../store/records";
import { cx } from "../../ui/cx";
import { isInFront } from "../../ui/front";
import { CartIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { useTiming } from "../../ui/timing";
import { useScanner } from "../../ui/useScanner";
import { useShortcuts } from "../../ui/useShortcuts";
import { CartPanel } from "./CartPanel";
import { afterSale } from "./printing";
import { ProductBrowser } from "./ProductBrowser";
import { SaleContext } from "./sale";
import { type CustomerPicker, Steps } from "./Steps";
import { useAddToCart } from "./useAddToCart";
import { usePiece } from "./usePiece";
import { useSaleState } from "./useSaleState";

interface Props {
  workplace: Workplace;
  staff: Staff;
  customers: CustomerPicker;
  /** False while another view is in front; scans work all the same, unless a dialog is open there. */
  visible: boolean;
  onScan(): void;
}

/** Selling: products on one side, the open order on the other. */
export function SellScreen({ workplace, staff, customers, visible, onScan }: Props) {
  const { sale, step, asked, answer } = useSaleState(workplace, staff);
  const db = useDatabase();
  const { cart, charge, pricer, currency, money, go, locale } = sale;
  const [cartOpen, setCartOpen] = useState(false);
  const add = useAddToCart(go);
  const hardware = useSetting("hardware");
  const scanner = hardware?.scanner ?? plainScanner;
  const printer = hardware?.printer ?? plainPrinter;

  const timeScan = useTiming("scan", cart);
  const timeTender = useTiming("tender", step);

  const takeBack = usePiece(step, go);
  const scanned = (code: string, at: number) => {
    // Of all that may be in front, here and of other views, these alone take a scan.
    const takes = step?.kind === "receipt" || step?.kind === "return" || step?.kind === "balance";
    if (asked || (!takes && (step || isInFront()))) return notify(t.sell.busy, "bad");
    onScan();
    if (step?.kind === "return" && step.without) return void takeBack(code, scanner.patterns);
    if (step?.kind === "return" || step?.kind === "balance") return go({ kind: step.kind, receipt: cleanCode(code) });
    if (step) go(null);
    timeScan(at);
    void add.byScan(readBarcode(code, scanner.patterns)).then((added) => added || timeScan(0));
  };
  // While the scanner still types, the order is calculated as it will be.
  const read = async (code: string) => {
    const line = await add.ahead(readBarcode(code, scanner.patterns), cart);
    if (line) pricer?.charge(addLine(cart ?? newCart("", currency), line), new Date());
  };
  useShortcuts();
  useScanner({ onScan: scanned, onReading: (code) => void read(code) }, scanner);

  const closeCart = useCallback(() => setCartOpen(false), []);
  const openCamera = useCallback(() => go({ kind: "camera" }), [go]);

  const paid = useCallback((order: OrderRecord, at: number) => {
    timeTender(at);
    setCartOpen(false);
    go({ kind: "receipt", order });
    void afterSale(db, printer, order, { workplace, locale });
  }, [go, timeTender, db, printer, workplace, locale]);

  return (
    <SaleContext value={sale}>
      <main tabIndex={-1} className={cx("min-h-0 flex-1 outline-none", visible ? "flex" : "hidden")}>
        <ProductBrowser locale={locale} onChoose={add.item} onCode={add.byTypedCode} onCamera={openCamera} />
        <CartPanel open={cartOpen} onClose={closeCart} />
        {cart && !cartOpen && (
          <button
            type="button"
            onClick={() => setCartOpen(true)}
            data-testid="cart-show"
            aria-label={t.cart.show}
            className="fixed inset-x-3 bottom-3 z-20 flex h-14 items-center gap-3 rounded-2xl bg-accent px-5 font-semibold text-on-accent shadow-lg md:hidden"
          >
            <CartIcon /> {t.cart.pieces(pieces(cart))}
            <span className="ms-auto tabular-nums">{charge && money(dueOf(cart, charge))}</span>
          </button>
        )}
        <Steps customers={customers} step={step} asked={asked} onAnswer={answer} onPaid={paid} onSold={add.sold} onCode={(code) => void add.byScan(readBarcode(code, scanner.patterns))} />
      </main>
    </SaleContext>
  );
}
