import { useCallback, useEffect, useRef, useState } from "react";
import type { Item } from "../../domain/product";
import { type BrowseQuery, useServices } from "../../store/services";

/** A first answer is about a screen. */
const page = 24;
/** More comes as somebody scrolls, seldom and well before: the page has to take it up in some frame. */
const morePage = 120;

/** Products that were found, as many as were asked for so far. */
export interface ProductList {
  /** Tells one list from another: what was asked for. */
  name: string;
  /** What was searched for. */
  words: string;
  items: Item[];
  total: number;
}

/** Asks for products, again whenever version changes, and for more of them when it is told to. undefined until the first answer. */
export function useProducts(query: Omit<BrowseQuery, "limit" | "offset">, version: string): { list: ProductList | undefined; more(): void } {
  const services = useServices();
  const [list, setList] = useState<ProductList>();
  const latest = useRef<ProductList>(undefined);
  const asked = useRef<ProductList>(undefined);
  const name = JSON.stringify(query);
  useEffect(() => {
    let over = false;
    const wanted = JSON.parse(name) as typeof query;
    // What was scrolled to stays there when the catalog changes.
    const limit = latest.current?.name === name ? Math.max(page, latest.current.items.length) : page;
    void services.browse({ ...wanted, limit }).then((answer) => {
      if (over || !answer) return;
      latest.current = { name, words: wanted.search, total: answer.total, items: kept(latest.current?.items ?? [], answer.items) };
      setList(latest.current);
    });
    return () => {
      over = true;
    };
  }, [services, name, version]);
  const more = useCallback(() => {
    const now = latest.current;
    if (!now || asked.current === now || now.items.length >= now.total) return;
    asked.current = now;
    void services.browse({ ...(JSON.parse(now.name) as typeof query), offset: now.items.length, limit: morePage }).then((answer) => {
      if (latest.current !== now || !answer) return;
      latest.current = { ...now, items: [...now.items, ...answer.items] };
      setList(latest.current);
    });
  }, [services]);
  return { list, more };
}

/** Items as they are now; those that are as before are the same objects, so that nobody draws them again. */
function kept(before: readonly Item[], now: readonly Item[]): Item[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return now.map((item) => {
    const old = known.get(item.id);
    return old && JSON.stringify(old) === JSON.stringify(item) ? old : item;
  });
}
