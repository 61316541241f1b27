import { useMemo } from "react";
import { type Scanned, amountOn, expiredOn, piecesFor } from "../../domain/barcode";
import { type CartLine, addLine, isSoldIn } from "../../domain/cart";
import { minorDigits } from "../../domain/money";
import type { Item } from "../../domain/product";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import type { Database } from "../../store/database";
import { useDatabase } from "../../store/live";
import { type Found, type Services, type Sold, useServices } from "../../store/services";
import { notify } from "../../ui/notices";
import type { Step } from "./sale";

/** The ways a product gets onto the open order. */
export interface AddToCart {
  /** Takes what a scanner read. True when a piece was added. */
  byScan(what: Scanned): Promise<boolean>;
  /**
   * Asks what a scan will want to know before it is complete: a catalog that is just downloaded rests from then on. Answers the line
   * that it would add, or null where it would do something else.
   */
  ahead(what: Scanned): Promise<Omit<CartLine, "id"> | null>;
  /** As a scan, but says nothing when there is no such code: the person may be searching. True when there was. */
  byTypedCode(code: string): Promise<boolean>;
  item(item: Item): void;
  sold(sold: Sold, quantity?: number): Promise<boolean>;
}

/** For so long, in milliseconds, an answer that was asked for ahead is as good as a new one. */
const aheadMs = 500;

/** A register's id and its counter. */
export const receiptForm = /^[A-Za-z0-9][\w.-]*-\d{1,9}$/;

/** Adds to the open order; a product that asks something is handed to a dialog first. Stays the same over renders. */
export function useAddToCart(go: (step: Step) => void): AddToCart {
  const db = useDatabase();
  const services = useServices();
  return useMemo(() => create(db, services, go), [db, services, go]);
}

function create(db: Database, services: Services, go: (step: Step) => void): AddToCart {
  const lineOf = ({ item, name, detail, product, choices, whole }: Sold, quantity: number) =>
    ({ sku: item.sku, name, detail, image: item.image, quantity, product, ...(choices && { choices }), ...(whole && { whole }) });

  const sold = async (what: Sold, quantity = 1) => {
    if (what.item.price === null) {
      notify(t.sell.noPrice(what.name), "bad");
      return false;
    }
    if (!isSoldIn(quantity, what)) {
      notify(t.cart.whole(what.name), "bad");
      return false;
    }
    const store = await services.storeView();
    await changeCart(db, store?.baseCurrency ?? "USD", (cart) => addLine(cart, lineOf(what, quantity)));
    return true;
  };

  /** What is weighed is sold in the quantity that its label says, or that its price comes to. */
  const quantityOf = ({ price, quantity }: ReturnType<typeof amountOn>, sold: Sold, currency: string) => {
    if (price === undefined) return quantity === undefined ? 1 : Number(quantity);
    return sold.item.price === null ? null : piecesFor(price, sold.item.price, minorDigits(currency));
  };

  let early: { codes: string; at: number; answers: Promise<Found[]> } | null = null;
  const ask = (codes: readonly string[]) => Promise.all(codes.map((code) => services.find(code)));
  /** What was found first, and what the scan says of its amount. */
  const firstOf = (what: Scanned, answers: readonly Found[]) => {
    const at = answers.findIndex((answer) => answer.kind !== "nothing");
    return { found: answers[at], amount: amountOn(what, what.codes[at] ?? "") };
  };

  const ahead = async (what: Scanned) => {
    const answers = ask(what.codes);
    early = { codes: what.codes.join(), at: performance.now(), answers };
    try {
      const [{ found, amount }, store] = await Promise.all([answers.then((all) => firstOf(what, all)), services.storeView()]);
      if (found?.kind !== "item" || found.item.price === null) return null;
      const quantity = quantityOf(amount, found, store?.baseCurrency ?? "USD");
      return quantity && isSoldIn(quantity, found) ? lineOf(found, quantity) : null;
    } catch {
      early = null; // Whoever scans asks again.
      return null;
    }
  };

  const answersTo = (codes: readonly string[]) => {
    const known = early?.codes === codes.join() && performance.now() - early.at < aheadMs ? early.answers : null;
    early = null;
    return known ?? ask(codes);
  };

  const byScan = async (what: Scanned) => {
    // Asked for together: while a download runs each question waits its turn.
    const [answers, store] = await Promise.all([answersTo(what.codes), services.storeView()]);
    const { found, amount } = firstOf(what, answers);
    const code = what.codes.at(-1) ?? "";
    switch (found?.kind) {
      case "item": {
        const quantity = quantityOf(amount, found, store?.baseCurrency ?? "USD");
        if (!quantity) {
          notify(t.sell.noQuantity(found.name), "bad");
          return false;
        }
        const expired = expiredOn(what, store?.timezone ?? "UTC", new Date());
        if (expired) notify(t.sell.expired(found.name, expired), "bad");
        return sold(found, quantity);
      }
      case "configurable":
        go({ kind: "configurable", product: found.product });
        return false;
      case "options":
        go({ kind: "options", asking: found });
        return false;
      case "grouped":
        go({ kind: "grouped", product: found });
        return false;
      default:
        // The bar code of a receipt: its goods come back.
        if (receiptForm.test(code)) go({ kind: "return", receipt: code });
        else notify(t.sell.unknownCode(code.slice(0, 40)), "bad");
        return false;
    }
  };

  const byCode = (code: string) => byScan({ codes: [code] });

  const byTypedCode = async (code: string) => {
    const known = (await services.find(code)).kind !== "nothing";
    if (known) await byCode(code);
    return known;
  };

  return { byScan, ahead, byTypedCode, item: (item) => void byCode(item.sku), sold };
}
