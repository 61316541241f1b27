import type { OpenShift } from "../../domain/shift";
import { formatMoment } from "../../i18n/messages";
import { useDatabase, useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { type KnownShift, leaveShift } from "../../store/shift";
import { Button } from "../../ui/Button";
import { AlertIcon } from "../../ui/icons";
import { useNow } from "../../ui/useNow";
import { useDesk } from "./shift";
import { o } from "./texts";

const everyMs = 60_000;

/** Says so when another device has taken this shift over, or closed it. The gateway tells whoever may see reports. */
export function Elsewhere({ shift, known }: { shift: OpenShift; known: KnownShift }) {
  const db = useDatabase();
  const services = useServices();
  const { nameOf } = useDesk();
  const now = useNow();
  const report = useLive(() => services.shiftReport(shift.id), [], `${shift.id} ${Math.floor(now / everyMs)} ${known.waiting}`);
  const mine = new Set(known.report.events.map((event) => event.id));
  const [first] = report?.events.filter((event) => !mine.has(event.id)) ?? [];
  if (!report || !first) return null;
  return (
    <div role="alert" className="grid gap-3 rounded-2xl bg-warn-soft p-4 text-sm text-warn" data-testid="shift-elsewhere" data-closed={report.closedAt !== null}>
      <p className="flex gap-2 font-medium">
        <AlertIcon />
        {report.closedAt ? o.elsewhere.closed(nameOf(report.closedBy), formatMoment(report.closedAt)) : o.elsewhere.goesOn(nameOf(first.staffId), formatMoment(first.at))}
      </p>
      {report.closedAt && (
        <Button className="justify-self-start" onClick={() => void leaveShift(db, shift, report.events)} data-testid="shift-leave">
          {o.elsewhere.leave}
        </Button>
      )}
    </div>
  );
}
