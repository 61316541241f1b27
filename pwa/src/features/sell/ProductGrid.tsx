import { memo, useEffect, useRef } from "react";
import type { Item } from "../../domain/product";
import { formatCount, t } from "../../i18n/messages";
import type { BrowseResult } from "../../store/services";
import { Button } from "../../ui/Button";
import { ProductTile } from "./ProductTile";

interface Props {
  result: BrowseResult;
  /** What was searched for. */
  words: string;
  currency: string;
  locale: string;
  onChoose(item: Item): void;
  onMore(): void;
}

/** The products found; it asks for more when its end comes near. */
export const ProductGrid = memo(function ProductGrid({ result, words, currency, locale, onChoose, onMore }: Props) {
  const { items, total } = result;
  const end = useRef<HTMLDivElement>(null);
  const shown = items.length;
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: "300px" });
    watch.observe(end.current);
    return () => watch.disconnect();
    // Observing anew tells again whether the end is near.
  }, [shown, onMore]);
  return (
    <>
      <ul data-query={words} className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3 pt-1 xl:grid-cols-[repeat(auto-fill,minmax(9.25rem,1fr))]">
        {items.map((item) => (
          <ProductTile key={item.id} item={item} currency={currency} locale={locale} onChoose={onChoose} />
        ))}
      </ul>
      {shown < total && (
        <div ref={end} className="flex flex-col items-center gap-2 py-6 text-sm text-muted">
          {t.sell.count(formatCount(shown), formatCount(total))}
          <Button onClick={onMore}>{t.sell.more}</Button>
        </div>
      )}
    </>
  );
});
