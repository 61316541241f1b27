import type { OpenShift } from "../../domain/shift";
import { formatMoment } from "../../i18n/messages";
import { printerOf } from "../../store/hardware";
import { useDatabase, useLive } from "../../store/live";
import { addShiftEvents, readShift } from "../../store/shift";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notices";
import { print } from "../../ui/printing";
import { Elsewhere } from "./Elsewhere";
import { ShiftEvents } from "./ShiftEvents";
import { type Doing, clock, useDesk } from "./shift";
import { o } from "./texts";

/** The open shift: what can be done, and what has happened. What the drawer should hold is not shown here: counts are blind. */
export function RunningShift({ shift, onDo }: { shift: OpenShift; onDo(doing: Doing): void }) {
  const db = useDatabase();
  const { staff, permitted, nameOf } = useDesk();
  const known = useLive((store) => readShift(store, shift.id), ["shifts", "orders"], shift.id);
  const move = (kind: "PAID_IN" | "PAID_OUT") => permitted("CASH_DRAWER", (approvedBy) => onDo({ kind, shift, approvedBy }));
  const openDrawer = () =>
    permitted("CASH_DRAWER", (approvedBy) => {
      void addShiftEvents(db, shift, [{ kind: "DRAWER_OPENED", staffId: staff.id, ...(approvedBy && { approvedBy }) }], clock()).then(async (done) => {
        if (!done) return notify(o.gone, "bad");
        const { kind, baudRate } = await printerOf(db);
        if (kind !== "browser") await print({ kind, baudRate }, (await import("../../domain/escpos")).drawerBytes());
        notify(o.drawer);
      });
    });
  const end = () => {
    // Whoever opened it may close it; another's is closed by those who may.
    if (shift.openedBy === staff.id) onDo({ kind: "CLOSED", shift, approvedBy: undefined });
    else permitted("CLOSE_SHIFT", (approvedBy) => onDo({ kind: "CLOSED", shift, approvedBy }));
  };
  return (
    <section className="grid gap-5 rounded-3xl border border-line bg-surface p-5 sm:p-6">
      <p className="text-lg font-semibold" data-testid="shift-since">{o.since(formatMoment(shift.openedAt), nameOf(shift.openedBy))}</p>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Button size="large" className="px-2! text-base!" onClick={() => move("PAID_IN")} data-testid="shift-paid-in">{o.actions.PAID_IN}</Button>
        <Button size="large" className="px-2! text-base!" onClick={() => move("PAID_OUT")} data-testid="shift-paid-out">{o.actions.PAID_OUT}</Button>
        <Button size="large" className="px-2! text-base!" onClick={openDrawer} data-testid="shift-drawer">{o.actions.DRAWER_OPENED}</Button>
        <Button size="large" className="px-2! text-base!" onClick={() => onDo({ kind: "COUNTED", shift, approvedBy: undefined })} data-testid="shift-count">{o.actions.COUNTED}</Button>
        <Button size="large" className="px-2! text-base!" onClick={() => permitted("CLOSE_SHIFT", () => onDo({ kind: "report", id: shift.id }))} data-testid="shift-report">{o.actions.report}</Button>
        <Button size="large" look="primary" className="px-2! text-base!" onClick={end} data-testid="shift-close">{o.actions.close}</Button>
      </div>
      {known && <Elsewhere shift={shift} known={known} />}
      {known && <ShiftEvents known={known} />}
    </section>
  );
}
