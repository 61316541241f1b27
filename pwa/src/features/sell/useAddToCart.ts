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
  byCode(code: string): Promise<void>;
  /** As byCode, but says nothing when there is no such code: the person may be searching. True when there was. */
  byTypedCode(code: string): Promise<boolean>;
  item(item: Item): void;
  choice(item: Item, parent: Item, detail: string): Promise<void>;
}

/** Adds to the open order; a product with options is handed to choose first. Stays the same over renders. */
export function useAddToCart(workplace: Workplace, choose: (product: Configurable) => void): AddToCart {
  const db = useDatabase();
  const services = useServices();
  return useMemo(() => create(db, services, workplace, choose), [db, services, workplace, choose]);
}

function create(db: Database, services: Services, workplace: Workplace, choose: (product: Configurable) => void): AddToCart {
  const put = async (item: Item, name: string, detail: string, image: string) => {
    if (item.price === null) return notify(t.sell.noPrice(name), "bad");
    const store = await services.storeView();
    const rate = rateFor(store?.taxRates ?? [], item.taxClass, workplace.location.address);
    const line = { sku: item.sku, name, detail, unitPrice: item.price, quantity: 1, rate, image };
    await changeCart(db, store?.baseCurrency ?? "USD", (cart) => addLine(cart, line));
  };

  const byCode = async (code: string) => {
    const found = await services.find(code);
    switch (found.kind) {
      case "item":
        return put(found.item, found.name, found.detail, found.item.image);
      case "configurable":
        return choose(found.product);
      case "unsupported":
        return notify(t.sell.unsupported(found.name), "bad");
      case "nothing":
        return notify(t.sell.unknownCode(code.slice(0, 40)), "bad");
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
