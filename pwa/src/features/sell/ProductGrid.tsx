import { type RefObject, memo, useEffect, useRef } from "react";
import type { Item } from "../../domain/product";
import { formatCount, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { heightOf, mostWithin, placeOf } from "./gridWindow";
import { ProductTile } from "./ProductTile";
import { ahead, useGridWindow } from "./useGridWindow";
import type { ProductList } from "./useProducts";

interface Props {
  list: ProductList;
  /** What the grid is scrolled in. */
  scroller: RefObject<HTMLElement | null>;
  currency: string;
  locale: string;
  onChoose(item: Item): void;
  onMore(): void;
}

/** The products found, as far as they are near what is seen; it asks for more when its end comes near. */
export const ProductGrid = memo(function ProductGrid({ list, scroller, currency, locale, onChoose, onMore }: Props) {
  const { items, total, words } = list;
  const place = useRef<HTMLUListElement>(null);
  const { fit, range } = useGridWindow(scroller, place, items.length, list.name);
  const { grid } = fit;
  // Tiles that are no longer drawn become others: making new ones costs a browser far more.
  const pool = mostWithin(fit, ahead);
  const ends = range.to >= items.length && items.length < total;
  useEffect(() => {
    if (ends) onMore();
  }, [ends, items.length, onMore]);
  return (
    <>
      <ul ref={place} data-query={words} className="relative mt-1" style={{ height: heightOf(grid, items.length) }}>
        {items.slice(range.from, range.to).map((item, i) => {
          const index = range.from + i;
          const { left, top } = placeOf(grid, index);
          return (
            <ProductTile
              key={index % pool}
              item={item}
              index={index}
              total={total}
              left={left}
              top={top}
              width={grid.width}
              height={grid.height}
              currency={currency}
              locale={locale}
              onChoose={onChoose}
            />
          );
        })}
      </ul>
      {items.length < total && (
        <div className="flex flex-col items-center gap-2 py-6 text-sm text-muted">
          {t.sell.count(formatCount(items.length), formatCount(total))}
          <Button onClick={onMore}>{t.sell.more}</Button>
        </div>
      )}
    </>
  );
});
