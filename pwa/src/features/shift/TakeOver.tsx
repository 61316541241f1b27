import { useState } from "react";
import { may } from "../../domain/approval";
import type { ShiftElsewhere } from "../../domain/shift";
import type { Staff } from "../../domain/workplace";
import { formatMoment } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { useServices } from "../../store/services";
import { takeOverShift } from "../../store/shift";
import { ApprovalDialog } from "../../ui/ApprovalDialog";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { usePending } from "../../ui/usePending";
import { clock, useDesk } from "./shift";
import { o } from "./texts";

interface Found {
  shift: ShiftElsewhere;
  approvedBy: string | undefined;
}

/** Goes on with the shift of a device of this register that broke down. Who may close shifts allows it. */
export function TakeOver() {
  const db = useDatabase();
  const services = useServices();
  const { staff, workplace, nameOf } = useDesk();
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [none, setNone] = useState(false);
  const { pending, error, run } = usePending();
  const look = async (allowedBy: { staff: Staff; pin: string } | null) => {
    const shift = await services.shiftElsewhere(allowedBy);
    setAsking(false);
    setNone(shift === null);
    setFound(shift && { shift, approvedBy: allowedBy?.staff.id });
  };
  const begin = () => {
    setNone(false);
    if (may(staff, "CLOSE_SHIFT")) void run(() => look(null));
    else setAsking(true);
  };
  const take = ({ shift, approvedBy }: Found) =>
    run(async () => void (await takeOverShift(db, shift, { staffId: staff.id, reason: o.takeOver.reason, ...(approvedBy && { approvedBy }) }, clock())));
  return (
    <section className="grid justify-items-start gap-3 rounded-3xl border border-line p-5 sm:p-6">
      <p className="text-sm text-muted">{o.takeOver.hint}</p>
      {none && <p role="status" className="text-sm font-medium" data-testid="take-over-none">{o.takeOver.none}</p>}
      {error && <p role="alert" className="text-sm text-bad">{error}</p>}
      <Button onClick={begin} disabled={pending} data-testid="take-over">{o.takeOver.begin}</Button>
      {asking && <ApprovalDialog permission="CLOSE_SHIFT" by={staff} staff={workplace.staff} onPin={(who, pin) => look({ staff: who, pin })} onClose={() => setAsking(false)} />}
      {found && (
        <Dialog title={o.takeOver.title} onClose={() => setFound(null)} testId="take-over-shift">
          <p className="font-medium">{o.since(found.shift.openedAt ? formatMoment(found.shift.openedAt) : "", nameOf(found.shift.openedBy))}</p>
          <p className="mt-2 text-sm text-muted">{o.takeOver.warning}</p>
          <Button look="primary" size="large" className="mt-5 w-full" disabled={pending} onClick={() => void take(found)} data-testid="take-over-yes">
            {o.takeOver.yes}
          </Button>
        </Dialog>
      )}
    </section>
  );
}
