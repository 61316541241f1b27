import { memo, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { Item } from "../../domain/product";
import { formatCount, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { TileGrid } from "./tileGrid";
import type { ProductList } from "./useProducts";

interface Props {
  list: ProductList;
  /** What is searched for now, which list need not answer yet. */
  words: string;
  currency: string;
  locale: string;
  /** The catalog is being downloaded. */
  busy: boolean;
  onChoose(item: Item): void;
  onMore(): void;
}

/** The products found; it asks for more when their end comes near. Its parent scrolls it. */
export const ProductGrid = memo(function ProductGrid({ list, words, currency, locale, busy, onChoose, onMore }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [grid, setGrid] = useState<TileGrid>();
  const chosen = useEffectEvent(onChoose);
  const ends = useEffectEvent(onMore);
  useLayoutEffect(() => {
    const made = new TileGrid(place.current!, { chosen: (item) => chosen(item), ends: () => ends() });
    setGrid(made);
    return () => made.close();
  }, []);
  useLayoutEffect(() => grid?.show(list, { currency, locale }, busy), [grid, list, currency, locale, busy]);
  useLayoutEffect(() => {
    if (words !== list.words) grid?.hold();
  }, [grid, list, words]);
  return (
    <>
      <div ref={place} role="list" className="relative mt-1" />
      {list.items.length < list.total && (
        <div className="flex flex-col items-center gap-2 py-6 text-sm text-muted">
          {t.sell.count(formatCount(list.items.length), formatCount(list.total))}
          {/* Who goes there by keyboard has had more come already; who goes past it must not have the list scrolled to its end. */}
          <Button onClick={onMore} tabIndex={-1}>{t.sell.more}</Button>
        </div>
      )}
    </>
  );
});
