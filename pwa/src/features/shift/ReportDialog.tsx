import { t } from "../../i18n/messages";
import { printerOf } from "../../store/hardware";
import { useDatabase, useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { readShift } from "../../store/shift";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { print } from "../../ui/printing";
import { reportPaper, reportRows } from "./reportRows";
import { useDesk } from "./shift";
import { o } from "./texts";

/** The X or Z report of a shift: the gateway's when it has everything that this device knows of, else this device's own. */
export function ReportDialog({ id, onClose }: { id: string; onClose(): void }) {
  const db = useDatabase();
  const services = useServices();
  const { workplace, money, nameOf } = useDesk();
  const known = useLive((store) => readShift(store, id), ["shifts", "orders"], id);
  const complete = known?.waiting === 0 && known.problems.length === 0;
  const theirs = useLive(async () => (complete ? services.shiftReport(id) : null), [], `${id} ${complete}`);
  if (!known) return null;
  // Orders of another device of the register may be in the gateway's; one that has fewer lost some, and this device knows better.
  const gateways = complete && theirs && theirs.orders >= known.report.orders ? theirs : null;
  const report = gateways ?? known.report;
  const title = report.closedAt ? o.z : o.x;
  const rows = reportRows(report, money, nameOf);
  const notes = [gateways ? o.source.gateway : o.source.device, ...(report.unsentOrders > 0 ? [o.countedIn(report.unsentOrders, money(report.unsentAmount))] : [])];
  const toPrinter = async () => {
    const { kind, baudRate, columns } = await printerOf(db);
    if (kind === "browser") return window.print();
    await print({ kind, baudRate }, (await import("../../domain/escpos")).paperBytes(reportPaper(title, rows, workplace, notes), columns));
  };
  return (
    <Dialog title={title} onClose={onClose} testId="shift-report-dialog">
      <div data-print className="rounded-2xl border border-line p-4 text-sm" data-testid="report" data-source={gateways ? "gateway" : "device"}>
        <p className="text-center font-semibold">{workplace.location.name}</p>
        <p className="text-center text-muted">{`${workplace.register.name} · ${workplace.register.id} · ${title}`}</p>
        <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 border-t border-dashed border-edge/60 pt-2 tabular-nums">
          {rows.map(({ label, value, strong }, i) => (
            <div key={i} className={cx("contents", strong && "font-semibold")}>
              <dt className={value === undefined ? "col-span-2 mt-3 font-semibold" : strong ? undefined : "text-muted"}>{label}</dt>
              {value !== undefined && <dd className="text-end">{value}</dd>}
            </div>
          ))}
        </dl>
        {notes.map((note) => (
          <p key={note} className="mt-3 text-center text-xs text-muted">{note}</p>
        ))}
      </div>
      <div className="mt-4 flex gap-3">
        <Button size="large" className="flex-1" onClick={() => void toPrinter()} data-testid="report-print">{o.print}</Button>
        <Button size="large" look="primary" className="flex-1" onClick={onClose}>{t.close}</Button>
      </div>
    </Dialog>
  );
}
