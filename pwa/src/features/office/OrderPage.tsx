import { useState } from "react";
import { type OfficeOrder, type Resolution, actionsFor } from "../../domain/office";
import { type ShownState, concernOf } from "../../domain/order";
import { formatMoment } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { BackIcon, ReceiptIcon } from "../../ui/icons";
import { StateBadge } from "../../ui/StateBadge";
import { ActionDialog } from "./ActionDialog";
import { Answered } from "./Answered";
import { useAnswer, useOffice } from "./office";
import { OrderExplained } from "./OrderExplained";
import { OrderFacts } from "./OrderFacts";
import { OrderHeld } from "./OrderHeld";
import { OrderHistory } from "./OrderHistory";
import { OrderLines } from "./OrderLines";
import { OrderMoney } from "./OrderMoney";
import { o } from "./texts";

const refreshMs = 3_000;

/** One order: what was sold, what was paid, what became of it, and what can be done. */
export function OrderPage({ id }: { id: string }) {
  const { go } = useOffice();
  const answer = useAnswer((office) => office.order(id), id, refreshMs);
  return (
    <>
      <Button look="quiet" className="-mb-2 justify-self-start self-start px-2" onClick={() => go("orders")} data-testid="office-back">
        <BackIcon />
        {o.order.back}
      </Button>
      <Answered answer={answer}>
        {(order) =>
          order ? (
            <Whole order={order} onChanged={answer.again} />
          ) : (
            <Empty icon={<ReceiptIcon className="size-7" />} title={o.order.missing}>
              {o.order.missingHint}
            </Empty>
          )
        }
      </Answered>
    </>
  );
}

function Whole({ order, onChanged }: { order: OfficeOrder; onChanged(): void }) {
  const { staff, registers } = useOffice();
  const [action, setAction] = useState<Resolution | null>(null);
  const register = registers.find((each) => each.id === order.registerId);
  const state = order.state.toLowerCase() as ShownState;
  const actions = actionsFor(order, staff);
  const close = () => {
    setAction(null);
    onChanged();
  };
  return (
    <div className="grid grid-cols-1 gap-4" data-testid="office-order" data-state={state}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-2xl font-semibold tracking-tight">{order.receiptNumber}</h2>
        <StateBadge state={state} receiptNumber={order.receiptNumber} />
        <p className="text-sm text-muted">
          {register ? `${register.locationName} · ${register.name}` : order.locationId} · {formatMoment(order.soldAt)}
        </p>
      </div>
      {order.cancelling && <p className="rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn">{o.order.cancelling}</p>}
      <OrderHeld order={order} />
      <div className="flex flex-wrap gap-2">
        {actions.map((each, i) => (
          <Button
            key={each}
            look={each === "CANCEL" ? "danger" : i === 0 && concernOf(state) === "attention" ? "primary" : "plain"}
            onClick={() => setAction(each)}
            data-testid={`office-do-${each}`}
          >
            {o.actions.name[each]}
          </Button>
        ))}
      </div>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid grid-cols-1 gap-4">
          <OrderLines order={order} />
          <OrderHistory order={order} />
        </div>
        <div className="grid grid-cols-1 gap-4">
          <OrderMoney order={order} />
          <OrderExplained order={order} />
          <OrderFacts order={order} />
        </div>
      </div>
      {action && <ActionDialog order={order} action={action} onClose={close} />}
    </div>
  );
}
