import { memo, useCallback, useRef, useState, useSyncExternalStore } from "react";
import { cleanCode } from "../../domain/scan";
import type { Item } from "../../domain/product";
import { formatCount, t } from "../../i18n/messages";
import { favourites } from "../../store/favourites";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { useStoreView } from "../../store/storeView";
import { Empty } from "../../ui/Empty";
import { useTiming } from "../../ui/timing";
import { BoxIcon, SearchIcon } from "../../ui/icons";
import { CategoryBar, type Shelf } from "./CategoryBar";
import { ProductGrid } from "./ProductGrid";
import { SearchBox } from "./SearchBox";
import { useProducts } from "./useProducts";

interface Props {
  locale: string;
  onChoose(item: Item): void;
  /** Takes a typed code; true when it was one. */
  onCode(code: string): Promise<boolean>;
  onCamera(): void;
}

/** Search, categories and the product grid. */
export const ProductBrowser = memo(function ProductBrowser({ locale, onChoose, onCode, onCamera }: Props) {
  const services = useServices();
  const status = useSyncExternalStore(services.onCatalogStatus, services.catalogStatus);
  const [search, setSearch] = useState("");
  const [shelf, setShelf] = useState<Shelf>(null);
  const starred = useLive(favourites, ["favourites"]);
  const scroller = useRef<HTMLDivElement>(null);
  const words = search.slice(0, 100);
  // While the first download runs the grid is read once, as soon as there is something: what is sold meanwhile must not wait for it.
  const version = `${status.phase} ${status.updatedAt} ${status.sold} ${String(status.products > 0)}`;
  const atHand = shelf === "favourites" && words === "";
  const query = { search: words, category: shelf === "favourites" ? null : shelf, ...(atHand && { skus: starred ?? [] }) };
  const { list: result, more } = useProducts(query, version);
  const currency = useStoreView()?.baseCurrency ?? "USD";

  const timeSearch = useTiming("search", result?.words);

  const toTop = useCallback(() => {
    if (scroller.current?.scrollTop) scroller.current.scrollTo({ top: 0 });
  }, []);
  const type = (text: string) => {
    timeSearch(performance.now());
    setSearch(text);
    toTop();
  };
  const chooseShelf = useCallback((next: Shelf) => {
    setShelf(next);
    setSearch("");
    toTop();
  }, [toTop]);
  const enter = async () => {
    const code = cleanCode(search.slice(0, 100));
    if (code && (await onCode(code))) type("");
  };
  const percent = status.total ? Math.floor((100 * status.done) / status.total) : 0;
  const noCatalog = status.products === 0;
  return (
    <section aria-label={t.sell.products} className="flex min-w-0 flex-1 flex-col">
      <div className="flex flex-col gap-3 p-3 pb-2 sm:p-5 sm:pb-3">
        <SearchBox value={search} onChange={type} onEnter={() => void enter()} onCamera={onCamera} />
        <CategoryBar chosen={shelf} version={version} onChoose={chooseShelf} />
      </div>
      {/* With a background of its own the browser can move what is in it without drawing it anew. */}
      <div ref={scroller} className="relative isolate min-h-0 flex-1 overflow-y-auto bg-page px-3 pb-24 sm:px-5 md:pb-5">
        {noCatalog && status.phase !== "ready" ? (
          <Empty icon={<BoxIcon className="size-7" />} title={status.phase === "failed" ? t.sell.noCatalog : status.phase === "downloading" ? status.total ? t.catalog.downloading(formatCount(status.done), formatCount(status.total)) : t.catalog.loading : t.loading}>
            {status.phase === "failed" && `${t.catalog.problems[status.message] ?? status.message} ${t.sell.noCatalogHint}`}
            {status.phase === "downloading" && <progress className="w-48 accent-accent" max={100} value={percent} aria-label={t.loading} />}
          </Empty>
        ) : result?.total === 0 ? (
          <Empty icon={<SearchIcon className="size-7" />} title={t.sell.nothing}>
            {words ? t.sell.nothingFor(words.slice(0, 40)) : t.sell.empty}
          </Empty>
        ) : (
          result && <ProductGrid list={result} words={words} currency={currency} locale={locale} busy={status.phase === "downloading"} onChoose={onChoose} onMore={more} />
        )}
      </div>
    </section>
  );
});
