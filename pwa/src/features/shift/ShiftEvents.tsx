import type { KnownShift } from "../../store/shift";
import { formatTime } from "../../i18n/messages";
import { useDesk } from "./shift";
import { o } from "./texts";

/** What happened in a shift, the newest first, and what the gateway does not have of it. */
export function ShiftEvents({ known }: { known: KnownShift }) {
  const { money, nameOf } = useDesk();
  const { report, waiting, problems } = known;
  const wrong = new Map(problems.map((event) => [event.id, event.problem]));
  return (
    <div>
      <h2 className="text-sm font-semibold text-muted">{o.history}</h2>
      <ul className="mt-1 divide-y divide-line" data-testid="shift-events" data-waiting={waiting}>
        {[...report.events].reverse().map((event) => (
          <li key={event.id} className="flex flex-wrap items-baseline gap-x-3 py-2.5 text-sm" data-kind={event.kind}>
            <span className="text-muted tabular-nums">{formatTime(event.at)}</span>
            <span className="font-medium">{o.events[event.kind]}</span>
            <span className="min-w-0 flex-1 wrap-anywhere text-muted">
              {[nameOf(event.staffId), event.approvedBy && o.approved(nameOf(event.approvedBy)), event.reason].filter(Boolean).join(" · ")}
            </span>
            {event.kind !== "DRAWER_OPENED" && event.kind !== "CLOSED" && <span className="font-medium tabular-nums">{money(event.amount)}</span>}
            {wrong.has(event.id) && (
              <p role="alert" className="w-full text-bad">
                {o.problems} {wrong.get(event.id)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {waiting > 0 && <p className="mt-2 text-sm text-muted">{o.unsent(waiting)}</p>}
    </div>
  );
}
