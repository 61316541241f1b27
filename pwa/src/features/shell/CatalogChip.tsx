import { useSyncExternalStore } from "react";
import { formatCount, t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { cx } from "../../ui/cx";
import { BoxIcon } from "../../ui/icons";

/** Where the catalog is: how many products, or how far the download. */
export function CatalogChip() {
  const services = useServices();
  const status = useSyncExternalStore(services.onCatalogStatus, services.catalogStatus);
  const percent = status.total ? Math.floor((100 * status.done) / status.total) : 0;
  const text = {
    empty: t.catalog.loading,
    loading: t.catalog.loading,
    downloading: t.catalog.downloading(percent),
    ready: t.catalog.ready(formatCount(status.products)),
    failed: t.catalog.failed,
  }[status.phase];
  return (
    <div
      data-testid="catalog-status"
      data-phase={status.phase}
      data-products={status.products}
      title={(t.catalog.problems[status.message] ?? status.message) || text}
      className={cx(
        "flex items-center gap-2 text-sm whitespace-nowrap",
        status.phase === "failed" ? "text-bad" : "text-muted",
      )}
    >
      <BoxIcon className="size-4" />
      <span className={cx("sr-only", status.phase === "ready" || status.phase === "loading" ? "2xl:not-sr-only" : "md:not-sr-only")}>{text}</span>
      {status.phase === "downloading" && (
        <progress className="hidden h-1.5 w-20 overflow-hidden rounded-full accent-accent lg:block" max={100} value={percent} aria-label={text} />
      )}
    </div>
  );
}
