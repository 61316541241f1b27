import { memo } from "react";
import { formatMoney } from "../../domain/money";
import type { Item } from "../../domain/product";
import { t } from "../../i18n/messages";
import { Picture } from "./Picture";

const few = 5;
const badge = "absolute rounded-full bg-surface/95 px-2 py-0.5 text-xs font-medium shadow-xs";

interface Props extends FaceProps {
  /** Its place among all that were found. */
  index: number;
  total: number;
  /** In CSS pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A product's place in the grid. Its size is given, so that one more tile moves nothing else. */
export const ProductTile = memo(function ProductTile({ index, total, left, top, width, height, ...face }: Props) {
  return (
    <li aria-setsize={total} aria-posinset={index + 1} className="absolute [contain:size_layout]" style={{ left, top, width, height }}>
      <Face {...face} />
    </li>
  );
});

interface FaceProps {
  item: Item;
  currency: string;
  locale: string;
  onChoose(item: Item): void;
}

/** The product to tap. */
const Face = memo(function Face({ item, currency, locale, onChoose }: FaceProps) {
  const stock = item.stock;
  const out = stock !== null && !stock.inStock;
  const rest = stock?.inStock && stock.salable !== null && stock.salable <= few ? stock.salable : null;
  return (
    <button
      type="button"
      onClick={() => onChoose(item)}
      data-testid={`product-${item.sku}`}
      className="flex size-full flex-col rounded-2xl border border-line bg-surface text-left hover:border-accent active:scale-[0.985]"
    >
      <Picture src={item.image} name={item.name} className="aspect-square w-full rounded-t-[0.9375rem]" />
      {(out || rest !== null) && <span className={`${badge} top-2 left-2 text-warn`}>{out ? t.sell.outOfStock : t.sell.left(rest ?? 0)}</span>}
      {item.kind === "configurable" && <span className={`${badge} right-2 bottom-24 text-ink`}>{t.sell.hasOptions}</span>}
      <span className="mx-3 mt-3 line-clamp-2 text-sm leading-snug font-medium">{item.name}</span>
      <span className="mx-3 mt-auto mb-3 text-sm font-semibold tabular-nums">
        {item.priceFrom && <span className="mr-1 text-xs font-normal text-muted">{t.sell.from}</span>}
        {item.price === null ? "–" : formatMoney(item.price, currency, locale)}
      </span>
    </button>
  );
});
