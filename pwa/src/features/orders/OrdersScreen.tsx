import { type ComponentType, Suspense, lazy, useState } from "react";
import { type Concern, type OrderRecord, concernOf, shownState } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import type { Session } from "../../store/records";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { listMails } from "../../store/mails";
import { listOrders } from "../../store/orders";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Chips } from "../../ui/Chips";
import { Empty } from "../../ui/Empty";
import { ReceiptIcon } from "../../ui/icons";
import { useNow } from "../../ui/useNow";
import { OrderRow } from "./OrderRow";
import { o } from "./texts";

const WaitingList = lazy(() => import("./WaitingList").then((m) => ({ default: m.WaitingList })));
const TransferDialog = lazy(() => import("./TransferDialog").then((m) => ({ default: m.TransferDialog })));

const filters = ["all", "unsent", "underway", "attention", "done"] as const;
type Filter = (typeof filters)[number];

/** Shows the receipt of an earlier order. It is part of another feature: the app hands it in. */
export type ReceiptViewer = ComponentType<{ order: OrderRecord; workplace: Workplace; locale: string; onClose(): void }>;

interface Props {
  session: Session;
  locale: string;
  receipt: ReceiptViewer;
  /** Whether what waits at the location is looked at, and not the orders of this device. */
  waiting: boolean;
  onWaiting(waiting: boolean): void;
  /** Goes to the open order, to be paid. */
  onSell(): void;
}

/** The orders of this device, or those that wait for customers at the location. */
export function OrdersScreen({ waiting, onWaiting, onSell, ...props }: Props) {
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-4xl flex-col gap-4 p-3 sm:p-6">
        <Chips label={t.nav.orders}>
          <Chip on={!waiting} onClick={() => onWaiting(false)} data-testid="orders-here">
            {o.desk.here}
          </Chip>
          <Chip on={waiting} onClick={() => onWaiting(true)} data-testid="orders-waiting">
            {o.desk.title}
          </Chip>
        </Chips>
        {waiting ? (
          <Suspense fallback={null}>
            <WaitingList locale={props.locale} onSell={onSell} />
          </Suspense>
        ) : (
          <DeviceOrders {...props} />
        )}
      </div>
    </main>
  );
}

/** All orders of this device and how far each is. */
function DeviceOrders({ session, locale, receipt: Receipt }: Pick<Props, "session" | "locale" | "receipt">) {
  const services = useServices();
  const orders = useLive(listOrders, ["orders"]);
  const mails = useLive(listMails, ["mails"]);
  const workplace = useLive(async (db) => (await db.setting("device"))?.workplace, ["device"]);
  const registerId = workplace?.register.id;
  const [looking, setLooking] = useState<OrderRecord | null>(null);
  const [moving, setMoving] = useState(false);
  const [filter, setFilter] = useState<Filter>("all");
  const now = useNow();
  const concern = (order: OrderRecord): Concern => concernOf(shownState(order));
  const shown = (orders ?? []).filter((order) => filter === "all" || concern(order) === filter);
  const count = (f: Filter) => (orders ?? []).filter((order) => f === "all" || concern(order) === f).length;
  const unsent = (orders ?? []).filter((order) => order.local !== "received");
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="me-auto text-xl font-semibold tracking-tight">{t.orders.title}</h1>
        <Button onClick={() => setMoving(true)} data-testid="orders-move">
          {o.open}
        </Button>
        {unsent.length > 0 && (
          <Button look="primary" onClick={() => services.syncNow()} data-testid="orders-send">
            {t.orders.sendNow}
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {moving && registerId && <TransferDialog registerId={registerId} onClose={() => setMoving(false)} />}
        {looking && workplace && <Receipt order={looking} workplace={workplace} locale={locale} onClose={() => setLooking(null)} />}
      </Suspense>
      <Chips label={t.orders.title}>
        {filters.map((f) => (
          <Chip key={f} on={filter === f} onClick={() => setFilter(f)} data-testid={`orders-filter-${f}`}>
            {t.orders.filters[f]}
            <span className="tabular-nums opacity-85">{count(f)}</span>
          </Chip>
        ))}
      </Chips>
      {orders && shown.length === 0 ? (
        <Empty icon={<ReceiptIcon className="size-7" />} title={t.orders.empty}>
          {t.orders.emptyHint}
        </Empty>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface">
          {shown.map((order) => (
            <OrderRow key={order.id} order={order} mail={mails?.find((mail) => mail.orderId === order.id)} now={now} locale={locale} session={session} onReceipt={setLooking} />
          ))}
        </ul>
      )}
    </>
  );
}
