import type { FormEvent } from "react";
import { may } from "../../domain/approval";
import type { OpenShift } from "../../domain/shift";
import { useDatabase, useLive } from "../../store/live";
import { type ShiftDraft, addShiftEvents, readShift } from "../../store/shift";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import { usePending } from "../../ui/usePending";
import { CashFields, useCash } from "./CashFields";
import { clock, useDesk } from "./shift";
import { o } from "./texts";

interface Props {
  /** CLOSED counts first, and then closes. */
  kind: "COUNTED" | "CLOSED";
  shift: OpenShift;
  approvedBy: string | undefined;
  onClose(): void;
  onClosed(shiftId: string): void;
}

/** Counts the cash: blindly, unless the person may see what the drawer should hold. */
export function CountDialog({ kind, shift, approvedBy, onClose, onClosed }: Props) {
  const db = useDatabase();
  const { staff, currency, money } = useDesk();
  const entry = useCash(currency);
  const { pending, error, run } = usePending();
  const known = useLive((store) => readShift(store, shift.id), ["shifts", "orders"], shift.id);
  const cart = useLive((store) => store.setting("cart"), ["cart"]);
  const sees = may(staff, "CLOSE_SHIFT");
  const expected = known?.report.expectedCash ?? 0;
  const closing = kind === "CLOSED";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { cash } = entry;
    if (!cash) return;
    const approved = approvedBy && { approvedBy };
    const drafts: ShiftDraft[] = [{ kind: "COUNTED", staffId: staff.id, ...cash, ...approved }];
    if (closing) drafts.push({ kind: "CLOSED", staffId: staff.id, ...approved });
    void run(async () => {
      const done = await addShiftEvents(db, shift, drafts, clock());
      if (!done) notify(o.gone, "bad");
      else if (!closing) notify(o.noted);
      if (done && closing) onClosed(shift.id);
      else onClose();
    });
  };
  return (
    <Dialog title={closing ? o.closing : o.actions.COUNTED} wide onClose={onClose} testId="shift-counting">
      <form onSubmit={submit} className="grid gap-5">
        {closing && cart && <p className="rounded-xl bg-warn-soft p-3 text-sm text-warn">{o.openOrder}</p>}
        {!sees && <p className="text-sm text-muted" data-testid="count-blind">{o.blind}</p>}
        <CashFields label={o.counted} entry={entry} error={error} />
        {sees && known && (
          <dl className="grid grid-cols-[1fr_auto] gap-y-1 rounded-2xl bg-sunken px-4 py-3 tabular-nums">
            <dt className="text-muted">{o.expected}</dt>
            <dd className="text-end" data-testid="count-expected" data-amount={expected}>{money(expected)}</dd>
            {entry.cash && (
              <>
                <dt className="font-semibold">{o.difference}</dt>
                <dd className={cx("text-end font-semibold", entry.cash.amount !== expected && "text-bad")}>{money(entry.cash.amount - expected)}</dd>
              </>
            )}
          </dl>
        )}
        <Button type="submit" look="primary" size="large" disabled={pending || !entry.cash} data-testid="count-confirm">
          {closing ? o.actions.close : o.count}
        </Button>
      </form>
    </Dialog>
  );
}
