import { useSyncExternalStore } from "react";
import { formatCount, formatMoment, formatTime, t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { cx } from "../../ui/cx";
import { BoxIcon } from "../../ui/icons";
import { useNow } from "../../ui/useNow";

/** The catalog is asked for changes about once a minute: what is older than this was missed several times. */
const oldMs = 10 * 60_000;

/** Where the catalog is: of when its stock is, or how far the download. */
export function CatalogChip() {
  const services = useServices();
  const status = useSyncExternalStore(services.onCatalogStatus, services.catalogStatus);
  const now = useNow();
  const { phase, done, total, updatedAt } = status;
  const today = new Date(now).toDateString() === new Date(updatedAt).toDateString();
  const when = phase === "ready" && updatedAt > 0 ? (today ? formatTime : formatMoment)(updatedAt) : "";
  const text = {
    empty: t.catalog.loading,
    loading: t.catalog.loading,
    downloading: total ? t.catalog.downloading(formatCount(done), formatCount(total)) : t.catalog.loading,
    ready: when ? t.catalog.asOf(when) : t.catalog.ready(formatCount(status.products)),
    failed: t.catalog.failed,
  }[phase];
  const old = when !== "" && Math.abs(now - updatedAt) > oldMs;
  return (
    <div
      data-testid="catalog-status"
      data-phase={phase}
      data-products={status.products}
      title={[t.catalog.problems[status.message] ?? status.message, text, phase === "ready" && t.catalog.ready(formatCount(status.products))].filter(Boolean).join(" · ")}
      className={cx("flex min-w-0 items-center gap-2 text-sm whitespace-nowrap", phase === "failed" ? "text-bad" : old ? "text-warn" : "text-muted")}
    >
      <BoxIcon className="size-4 shrink-0" />
      <span className={cx("sr-only", when ? "xl:not-sr-only xl:truncate" : "md:not-sr-only")}>{text}</span>
      {/* Where there is no room for more, the time alone. */}
      {when && <span aria-hidden="true" className="hidden truncate tabular-nums sm:inline xl:hidden" data-testid="stock-as-of">{when}</span>}
      {phase === "downloading" && (
        <progress className="hidden h-1.5 w-20 overflow-hidden rounded-full accent-accent lg:block" max={total || 1} value={done} aria-label={text} />
      )}
    </div>
  );
}
