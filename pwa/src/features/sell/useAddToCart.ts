import { addLine } from "../../domain/cart";
import type { Configurable, Item } from "../../domain/product";
import { rateFor } from "../../domain/tax";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { changeCart } from "../../store/cart";
import { useDatabase } from "../../store/live";
import { useServices } from "../../store/services";
import { notify } from "../../ui/notices";

/** The ways a product gets onto the open order. A product with options is handed to choose first. */
export function useAddToCart(workplace: Workplace, choose: (product: Configurable) => void) {
  const db = useDatabase();
  const services = useServices();

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

  /** As byCode, but says nothing when there is no such code: the person may be searching. */
  const byTypedCode = async (code: string) => {
    const known = (await services.find(code)).kind !== "nothing";
    if (known) await byCode(code);
    return known;
  };

  return {
    byCode,
    byTypedCode,
    item: (item: Item) => byCode(item.sku),
    choice: (item: Item, parent: Item, detail: string) => put(item, parent.name, detail, item.image || parent.image),
  };
}
