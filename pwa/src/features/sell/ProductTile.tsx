import { memo } from "react";
import { formatMoney } from "../../domain/money";
import type { Item } from "../../domain/product";
import { t } from "../../i18n/messages";
import { Picture } from "./Picture";

const few = 5;

interface Props {
  item: Item;
  currency: string;
  locale: string;
  onChoose(item: Item): void;
}

/** A product to tap. */
export const ProductTile = memo(function ProductTile({ item, currency, locale, onChoose }: Props) {
  const stock = item.stock;
  const out = stock !== null && !stock.inStock;
  const left = stock?.inStock && stock.salable !== null && stock.salable <= few ? stock.salable : null;
  return (
    <li className="flex rounded-2xl [contain-intrinsic-size:auto_14rem] [content-visibility:auto]">
      <button
        type="button"
        onClick={() => onChoose(item)}
        data-testid={`product-${item.sku}`}
        className="group flex w-full flex-col overflow-hidden rounded-2xl border border-line bg-surface text-left transition-[border-color] hover:border-accent active:scale-[0.985]"
      >
        <span className="relative block aspect-square w-full overflow-hidden bg-sunken">
          <Picture src={item.image} name={item.name} />
          {(out || left !== null) && (
            <span className="absolute top-2 left-2 rounded-full bg-surface/95 px-2 py-0.5 text-xs font-medium text-warn shadow-xs">
              {out ? t.sell.outOfStock : t.sell.left(left ?? 0)}
            </span>
          )}
          {item.kind === "configurable" && (
            <span className="absolute right-2 bottom-2 rounded-full bg-surface/95 px-2 py-0.5 text-xs font-medium text-ink shadow-xs">{t.sell.hasOptions}</span>
          )}
        </span>
        <span className="flex flex-1 flex-col gap-1 p-3">
          <span className="line-clamp-2 text-sm leading-snug font-medium">{item.name}</span>
          <span className="mt-auto flex items-baseline gap-1 text-sm">
            {item.priceFrom && <span className="text-xs text-muted">{t.sell.from}</span>}
            <span className="font-semibold tabular-nums">{item.price === null ? "–" : formatMoney(item.price, currency, locale)}</span>
          </span>
        </span>
      </button>
    </li>
  );
});
