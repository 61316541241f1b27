import { formatMoney } from "../../domain/money";
import type { OfficeOrder } from "../../domain/office";
import { type Happening, historyOf } from "../../domain/officeHistory";
import { formatMoment } from "../../i18n/messages";
import { Card } from "./Card";
import { useOffice } from "./office";
import { o } from "./texts";

/** What happened to an order, and who decided it. */
export function OrderHistory({ order }: { order: OfficeOrder }) {
  const { people, registers, locale } = useOffice();
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const paid = (receipt: string, amount: number) =>
    o.order.paidWith(formatMoney(amount, order.currency, locale), receipt, registers.find(({ id }) => receipt.startsWith(`${id}-`))?.locationName);
  return (
    <Card title={o.order.history}>
      <ol className="grid gap-3 border-s-2 border-line ps-4 text-sm" data-testid="office-history">
        {historyOf(order).map((happening, i) => (
          <li key={i}>
            <p className="font-medium">{titleOf(happening, nameOf, paid)}</p>
            {happening.kind === "decision" && happening.note && <p className="break-words whitespace-pre-line">{happening.note}</p>}
            <time className="text-xs text-muted" dateTime={happening.at}>
              {formatMoment(happening.at)}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function titleOf(happening: Happening, nameOf: (id: string) => string, paid: (receipt: string, amount: number) => string): string {
  switch (happening.kind) {
    case "decision":
      return `${o.actions.done[happening.action] ?? happening.action} ${o.actions.by(nameOf(happening.by))}`;
    case "step": {
      const { step, done, attempts, result } = happening;
      const name = o.order.stepDone[step] ?? step;
      const tried = attempts > 1 ? `, ${o.order.attempts(attempts)}` : "";
      return `${done ? name : o.order.stepBegun(name)}${result ? ` (${result})` : ""}${tried}`;
    }
    case "payment":
      return paid(happening.receiptNumber, happening.amount);
    case "handOver":
      return [o.order.handOver, happening.by !== null && o.actions.by(nameOf(happening.by))].filter(Boolean).join(" ");
    default:
      return o.order[happening.kind];
  }
}
