import { formatMoney } from "../../domain/money";
import { type OrderRecord, shownState } from "../../domain/order";
import { formatMoment, t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { requeue } from "../../store/outbox";
import type { Session } from "../../store/records";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { usePending } from "../../ui/usePending";

interface Props {
  order: OrderRecord;
  locale: string;
  session: Session;
  reason: string;
}

/** What is known of one order, and what a person can do about it. */
export function OrderDetails({ order, locale, session, reason }: Props) {
  const db = useDatabase();
  const services = useServices();
  const { pending, error, run } = usePending();
  const state = shownState(order);
  const { input, remote } = order;
  const money = (amount: number) => formatMoney(amount, input.currency, locale);
  const facts: [string, string | null | undefined][] = [
    [t.orders.sold, formatMoment(input.soldAt)],
    [t.orders.soldBy, order.staffName],
    [t.orders.magento, remote?.magentoOrderNumber],
    [t.orders.magentoStatus, remote?.magentoStatus],
    [t.orders.order, order.id],
  ];
  return (
    <div className="grid gap-4 border-t border-line bg-page/60 px-4 py-4 text-sm sm:px-5">
      <div>
        <p className="font-medium">{reason || t.states[state].hint}</p>
        {remote?.held?.detail && <p className="mt-1 text-muted">{remote.held.detail}</p>}
      </div>
      <ul className="tabular-nums">
        {input.lines.map((line, i) => (
          <li key={`${line.sku} ${i}`} className="flex gap-3 py-0.5">
            <span className="w-8 text-muted">{line.quantity} ×</span>
            <span className="min-w-0 flex-1 truncate">{[line.name, order.receipt.lines[i]?.detail].filter(Boolean).join(", ")}</span>
            <span>{money(line.rowTotal)}</span>
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 break-all">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {error && <p role="alert" className="text-bad">{error}</p>}
      {state === "held" && (
        <div className="flex items-center gap-3">
          <Button disabled={pending || session.staff.role !== "MANAGER"} onClick={() => void run(() => services.retryOrder(order))} data-testid={`order-retry-${order.receiptNumber}`}>
            {t.orders.retry}
          </Button>
          {session.staff.role !== "MANAGER" && <p className="text-muted">{t.orders.managerOnly}</p>}
        </div>
      )}
      {(state === "refused" || state === "conflict") && (
        <Button className="justify-self-start" disabled={pending} onClick={() => void run(() => requeue(db, order.id))} data-testid={`order-resend-${order.receiptNumber}`}>
          {t.orders.resend}
        </Button>
      )}
    </div>
  );
}
