import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { countOpen } from "../../store/orders";
import { cx } from "../../ui/cx";

/** Whether the gateway can be reached, and how many orders are not in Magento yet. Opens what is to be known of this device. */
export function SyncChip({ onOpen }: { onOpen(): void }) {
  const status = useLive((db) => db.setting("status"), ["status"]);
  const count = useLive(countOpen, ["orders"]) ?? { unsent: 0, underway: 0, attention: 0 };
  const online = status?.online === true;
  const revoked = status?.revoked === true;
  return (
    <button
      type="button"
      onClick={onOpen}
      title={t.sync.describe}
      data-testid="sync-status"
      data-online={online}
      data-pending={count.unsent}
      data-underway={count.underway}
      data-attention={count.attention}
      className="flex h-11 min-w-11 items-center justify-center gap-1.5 overflow-hidden rounded-xl px-2 text-sm font-medium hover:bg-sunken sm:px-3 md:shrink-0 xl:gap-2.5"
    >
      <span aria-hidden="true" className={cx("size-2.5 shrink-0 rounded-full", revoked ? "bg-bad" : online ? "bg-ok" : "border-2 border-warn")} />
      <span className="sr-only md:not-sr-only md:whitespace-nowrap">
        {revoked ? t.sync.revoked : online ? t.sync.online : t.sync.offline}
      </span>
      <Count n={count.unsent} text={t.sync.pending(count.unsent)} className="bg-warn-soft text-warn" />
      <Count n={count.underway} text={t.sync.underway(count.underway)} className="bg-info-soft text-info" />
      <Count n={count.attention} text={t.sync.attention(count.attention)} className="bg-bad-soft text-bad" />
    </button>
  );
}

/** A count with its words; on a phone and a tablet only the number is seen. */
function Count({ n, text, className }: { n: number; text: string; className: string }) {
  if (n === 0) return null;
  return (
    <span className={cx("shrink-0 rounded-full px-2 py-1 text-xs xl:px-2.5", className)}>
      <span aria-hidden="true" className="xl:hidden">
        {n}
      </span>
      <span className="sr-only xl:not-sr-only xl:whitespace-nowrap">{text}</span>
    </span>
  );
}
