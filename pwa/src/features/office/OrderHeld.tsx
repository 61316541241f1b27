import type { OfficeOrder } from "../../domain/office";
import { heldDetail, held as reasons } from "../../i18n/held";
import { AlertIcon } from "../../ui/icons";
import { useOffice } from "./office";
import { o } from "./texts";

/** Why an order is held, in plain words, and what to do. A reason that is newer than this page is told in the gateway's words. */
export function OrderHeld({ order: { held } }: { order: OfficeOrder }) {
  const { locale } = useOffice();
  if (!held) return null;
  const known = reasons[held.reason];
  const detail = heldDetail(held, locale);
  return (
    <section aria-label={o.order.held} className="grid gap-2 rounded-2xl bg-bad-soft p-4 text-bad sm:p-5" data-testid="office-held" data-reason={held.reason}>
      <h3 className="flex items-center gap-2 font-semibold">
        <AlertIcon />
        {known?.what ?? held.message}
      </h3>
      <p className="text-sm text-ink">
        <span className="font-medium">{o.order.toDo}:</span> {known?.todo ?? detail} {o.heldSafe}
      </p>
      {detail && (
        <p className="text-sm break-words text-ink">
          <span className="font-medium">{o.order.detail}:</span> {detail}
        </p>
      )}
    </section>
  );
}
