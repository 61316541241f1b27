import { may } from "../../domain/approval";
import { formatMoney } from "../../domain/money";
import { type OrderRecord, shownState } from "../../domain/order";
import { held, heldDetail } from "../../i18n/held";
import { formatCount, formatMoment, t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { requeue } from "../../store/outbox";
import type { Session } from "../../store/records";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { ReceiptIcon } from "../../ui/icons";
import { usePending } from "../../ui/usePending";
import { o } from "./texts";

interface Props {
  order: OrderRecord;
  locale: string;
  session: Session;
  reason: string;
  onReceipt(order: OrderRecord): void;
}

/** What is known of one order, and what a person can do about it. */
export function OrderDetails({ order, locale, session, reason, onReceipt }: Props) {
  const db = useDatabase();
  const services = useServices();
  const { pending, error, run } = usePending();
  const state = shownState(order);
  const { input, remote } = order;
  const { delivery } = order.receipt;
  const waits = (remote?.waitsFor ?? []).flatMap((what) => o.waits[what] ?? []);
  const decides = may(session.staff, "HEAD_OFFICE");
  const toDo = state === "held" ? held[remote?.held?.reason ?? ""]?.todo : state === "conflict" || state === "refused" ? o.toDo[state] : undefined;
  const money = (amount: number) => formatMoney(amount, input.currency, locale);
  const facts: [string | undefined, string | null | undefined][] = [
    [t.orders.sold, formatMoment(input.soldAt)],
    [t.orders.soldBy, order.staffName],
    [delivery && t.delivery.goes[delivery.kind](delivery.name), delivery && [delivery.method, delivery.address].filter(Boolean).join(" · ")],
    [o.tracking, remote?.tracking?.map(({ carrier, number }) => `${carrier} ${number}`).join(", ")],
    [t.orders.magento, remote?.magentoOrderNumber],
    [t.orders.magentoStatus, remote?.magentoStatus],
    [t.orders.order, order.id],
  ];
  return (
    <div className="grid gap-4 border-t border-line bg-page/60 px-4 py-4 text-sm sm:px-5">
      <div>
        <p className="font-medium">{reason || t.states[state].hint}</p>
        {waits.map((text) => (
          <p key={text} className="mt-1 font-medium text-info">{text}</p>
        ))}
        {remote?.held?.detail && <p className="mt-1 text-muted">{heldDetail(remote.held, locale)}</p>}
        {toDo && (
          <p className="mt-2" data-testid={`order-to-do-${order.receiptNumber}`}>
            <span className="font-medium">{state !== "held" || decides ? o.whatToDo : o.tellOffice}</span> {toDo}
          </p>
        )}
        {state === "held" && <p className="mt-2 text-muted">{o.safe}</p>}
      </div>
      <ul className="tabular-nums">
        {input.lines.map((line, i) => (
          <li key={`${line.sku} ${i}`} className="flex gap-3 py-0.5">
            <span className="w-8 text-muted">{formatCount(line.quantity)} ×</span>
            <span className="min-w-0 flex-1 truncate">{[line.name, order.receipt.lines[i]?.detail].filter(Boolean).join(", ")}</span>
            <span>{money(line.rowTotal)}</span>
          </li>
        ))}
        {input.returns?.map((line, i) => (
          <li key={`return ${line.sku} ${i}`} className="flex gap-3 py-0.5" data-testid="order-return">
            <span className="w-8 text-muted">−{formatCount(line.quantity)} ×</span>
            <span className="min-w-0 flex-1 truncate">{[line.name, t.returns.from(order.receipt.returns[i] || t.returns.noReceipt)].join(", ")}</span>
            <span>{money(-line.refund)}</span>
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) =>
          name && value ? (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 wrap-anywhere">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => onReceipt(order)} data-testid={`order-receipt-${order.receiptNumber}`}>
          <ReceiptIcon /> {o.receipt}
        </Button>
        {remote?.waitsFor?.includes("HAND_OVER") && !remote.waitsFor.includes("PAYMENT") && (
          <Button look="primary" disabled={pending} onClick={() => void run(async () => (await services.desk()).handOver(order.id))} data-testid={`order-hand-over-${order.receiptNumber}`}>
            {o.handOver}
          </Button>
        )}
      </div>
      {error && <p role="alert" className="text-bad">{error}</p>}
      {state === "held" && (
        <div className="flex items-center gap-3">
          <Button disabled={pending || !decides} onClick={() => void run(() => services.retryOrder(order))} data-testid={`order-retry-${order.receiptNumber}`}>
            {t.orders.retry}
          </Button>
          {!decides && <p className="text-muted">{t.orders.managerOnly}</p>}
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
