import { formatMoment } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { closedShifts, readShift } from "../../store/shift";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { useDesk } from "./shift";
import { o } from "./texts";

const shown = 10;

/** The register's shifts that were closed on this device. */
export function EarlierShifts({ onReport }: { onReport(id: string): void }) {
  const { workplace, nameOf } = useDesk();
  const registerId = workplace.register.id;
  const shifts = useLive(async (db) => Promise.all((await closedShifts(db, registerId, shown)).map((id) => readShift(db, id))), ["shifts", "orders"], registerId);
  if (!shifts?.length) return null;
  return (
    <section>
      <h2 className="text-sm font-semibold text-muted">{o.earlier}</h2>
      <ul className="mt-2 divide-y divide-line rounded-3xl border border-line bg-surface px-5">
        {shifts.map((known) => known && (
          <li key={known.report.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2" data-testid="earlier-shift">
            <span className="min-w-0 flex-1">
              <span className="block text-sm font-medium">{known.report.closedAt && formatMoment(known.report.closedAt)}</span>
              <span className="block text-sm text-muted">{nameOf(known.report.closedBy)}</span>
            </span>
            {known.waiting > 0 && <Badge tone="warn">{o.unsent(known.waiting)}</Badge>}
            {known.problems.length > 0 && <Badge tone="bad">{known.problems[0]!.problem}</Badge>}
            <Button onClick={() => onReport(known.report.id)}>{o.z}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
