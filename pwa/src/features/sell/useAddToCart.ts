import { useMemo } from "react";
import { type Amount, type Scanned, amountOn, expiredOn, piecesFor, receiptForm } from "../../domain/barcode";
import { type Cart, type CartLine, addLine, quantityOn, soldMore } from "../../domain/cart";
import { minorDigits } from "../../domain/money";
import type { Item } from "../../domain/product";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import type { Database } from "../../store/database";
import { useDatabase } from "../../store/live";
import { type Found, type Services, type Sold, useServices } from "../../store/services";
import { notify } from "../../ui/notices";
import { notifyUnsold } from "./notifyUnsold";
import type { Step } from "./sale";

/** The ways a product gets onto the open order. */
export interface AddToCart {
  /** Takes what a scanner read. True when a piece was added. */
  byScan(what: Scanned): Promise<boolean>;
  /**
   * Asks what a scan will want to know before it is complete: a catalog that is just downloaded rests from then on. Answers the line
   * that it would add to the order, or null where it would do something else.
   */
  ahead(what: Scanned, cart: Cart | undefined): Promise<Omit<CartLine, "id"> | null>;
  /** As a scan, but says nothing when there is no such code: the person may be searching. True when there was. */
  byTypedCode(code: string): Promise<boolean>;
  item(item: Item): void;
  /** Takes a product that has been asked all it asks, in the amount that its label says; unless given, in the next that is sold. */
  sold(sold: Sold, amount?: Amount): Promise<boolean>;
}

/** For so long, in milliseconds, an answer that was asked for ahead is as good as a new one. */
const aheadMs = 500;

function nameOf(found: Exclude<Found, { kind: "nothing" }>): string {
  return (found.kind === "configurable" ? found.product.item : found.item).name;
}

/** Adds to the open order; a product that asks something is handed to a dialog first. Stays the same over renders. */
export function useAddToCart(go: (step: Step) => void): AddToCart {
  const db = useDatabase();
  const services = useServices();
  return useMemo(() => create(db, services, go), [db, services, go]);
}

function create(db: Database, services: Services, go: (step: Step) => void): AddToCart {
  const lineOf = ({ item, name, detail, product, choices, rules }: Sold, quantity: number) =>
    ({ sku: item.sku, name, detail, image: item.image, quantity, product, ...(choices && { choices }), ...(rules && { rules }) });

  /**
   * What is weighed is sold in the quantity that its label says, or that its price comes to. The scale knew the price of the product
   * itself: what is chosen beside it costs more than the label says, and a bundle has no price of its own. undefined where the label
   * says nothing, null where what it says is of no use.
   */
  const quantityOf = ({ price, quantity }: Amount, { item, product }: Sold, currency: string) => {
    if (price === undefined) return quantity === undefined ? undefined : Number(quantity);
    return item.price === null || product.item.children ? null : piecesFor(price, item.price, minorDigits(currency));
  };

  const refuse = (why: string) => {
    notify(why, "bad");
    return false;
  };

  const sold = async (what: Sold, amount: Amount = {}) => {
    if (what.item.price === null) return refuse(t.sell.noPrice(what.name));
    const currency = (await services.storeView())?.baseCurrency ?? "USD";
    const quantity = quantityOf(amount, what, currency);
    if (quantity === null || quantity === 0) return refuse(t.sell.noQuantity(what.name));
    let refused = 0;
    let fits = true;
    await changeCart(db, currency, (cart) => {
      const line = lineOf(what, 0);
      const more = soldMore(cart, line, quantity);
      refused = more ? 0 : quantityOn(cart, line) + (quantity ?? 1);
      const next = more ? addLine(cart, { ...line, quantity: more }) : cart;
      fits = next !== cart;
      return next;
    });
    if (refused) notifyUnsold({ ...what, quantity: refused });
    else if (!fits) refuse(t.sell.noRoom(what.name));
    return fits;
  };

  let early: { codes: string; at: number; answers: Promise<Found[]> } | null = null;
  const ask = (codes: readonly string[]) => Promise.all(codes.map((code) => services.find(code)));
  /** What was found first, and what the scan says of its amount. */
  const firstOf = (what: Scanned, answers: readonly Found[]) => {
    const at = answers.findIndex((answer) => answer.kind !== "nothing");
    return { found: answers[at], amount: amountOn(what, what.codes[at] ?? "") };
  };

  const ahead = async (what: Scanned, cart: Cart | undefined) => {
    const answers = ask(what.codes);
    early = { codes: what.codes.join(), at: performance.now(), answers };
    try {
      const [{ found, amount }, store] = await Promise.all([answers.then((all) => firstOf(what, all)), services.storeView()]);
      if (found?.kind !== "item" || found.item.price === null) return null;
      const said = quantityOf(amount, found, store?.baseCurrency ?? "USD");
      const line = lineOf(found, 0);
      const quantity = said === null ? null : soldMore(cart, line, said);
      return quantity ? { ...line, quantity } : null;
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
    const expired = expiredOn(what, store?.timezone ?? "UTC", new Date());
    if (expired && found && found.kind !== "nothing") notify(t.sell.expired(nameOf(found), expired), "bad");
    switch (found?.kind) {
      case "item":
        return sold(found, amount);
      case "configurable":
        go({ kind: "configurable", product: found.product, amount });
        return false;
      case "options":
        go({ kind: "options", asking: found, amount });
        return false;
      case "grouped":
        go({ kind: "grouped", product: found });
        return false;
      default:
        // The bar code of a receipt: its goods come back.
        if (receiptForm.test(code)) go({ kind: "return", receipt: code });
        else refuse(t.sell.unknownCode(code.slice(0, 40)));
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
