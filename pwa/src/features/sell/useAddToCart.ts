import { useMemo } from "react";
import { addLine } from "../../domain/cart";
import type { Configurable, Item } from "../../domain/product";
import { rateFor } from "../../domain/tax";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import type { Database } from "../../store/database";
import { useDatabase } from "../../store/live";
import { type Services, useServices } from "../../store/services";
import { notify } from "../../ui/notices";

/** The ways a product gets onto the open order. */
export interface AddToCart {
  /** True when a piece was added. */
  byCode(code: string): Promise<boolean>;
  /** As byCode, but says nothing when there is no such code: the person may be searching. True when there was. */
  byTypedCode(code: string): Promise<boolean>;
  item(item: Item): void;
  choice(item: Item, parent: Item, detail: string): Promise<boolean>;
}

/** Adds to the open order; a product with options is handed to choose first. Stays the same over renders. */
export function useAddToCart(workplace: Workplace, choose: (product: Configurable) => void): AddToCart {
  const db = useDatabase();
  const services = useServices();
  return useMemo(() => create(db, services, workplace, choose), [db, services, workplace, choose]);
}

function create(db: Database, services: Services, workplace: Workplace, choose: (product: Configurable) => void): AddToCart {
  const put = async (item: Item, name: string, detail: string, image: string) => {
    if (item.price === null) {
      notify(t.sell.noPrice(name), "bad");
      return false;
    }
    const store = await services.storeView();
    const rate = rateFor(store?.taxRates ?? [], item.taxClass, workplace.location.address);
    const line = { sku: item.sku, name, detail, unitPrice: item.price, quantity: 1, rate, image };
    await changeCart(db, store?.baseCurrency ?? "USD", (cart) => addLine(cart, line));
    return true;
  };

  const byCode = async (code: string) => {
    // Asked for together: while a download runs each question waits its turn.
    const [found] = await Promise.all([services.find(code), services.storeView()]);
    switch (found.kind) {
      case "item":
        return put(found.item, found.name, found.detail, found.item.image);
      case "configurable":
        choose(found.product);
        return false;
      case "unsupported":
        notify(t.sell.unsupported(found.name), "bad");
        return false;
      case "nothing":
        notify(t.sell.unknownCode(code.slice(0, 40)), "bad");
        return false;
    }
  };

  const byTypedCode = async (code: string) => {
    const known = (await services.find(code)).kind !== "nothing";
    if (known) await byCode(code);
    return known;
  };

  return {
    byCode,
    byTypedCode,
    item: (item) => void byCode(item.sku),
    choice: (item, parent, detail) => put(item, parent.name, detail, item.image || parent.image),
  };
}
