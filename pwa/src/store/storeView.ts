import { useSyncExternalStore } from "react";
import type { StoreDocument } from "../domain/product";
import { useLive } from "./live";
import { useServices } from "./services";

/** The store view's document, as the catalog is now; null until it is known, which after a start takes as long as opening the catalog. */
export function useStoreView(): StoreDocument | null {
  const services = useServices();
  // During the first download it comes with the first products.
  const version = useSyncExternalStore(services.onCatalogStatus, () => {
    const { phase, updatedAt, products } = services.catalogStatus();
    return `${phase} ${updatedAt} ${String(products > 0)}`;
  });
  return useLive(() => services.storeView(), [], version) ?? null;
}
