import type { WaitingOrder } from "../../domain/waiting";
import { useDatabase, useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { openHere } from "../../store/waiting";
import { Dialog } from "../../ui/Dialog";
import { BalanceForm } from "./BalanceForm";
import { ReceiptSearch } from "./ReceiptSearch";
import { type Step, useSale } from "./sale";
import { o } from "./texts";
import { useTurn } from "./useTurn";

interface Props {
  step: Extract<Step, { kind: "balance" }>;
  onClose(): void;
}

/** Puts the rest of an earlier order on the open one, by its receipt. */
export function BalanceDialog({ step, onClose }: Props) {
  const { receipt } = step;
  const services = useServices();
  const db = useDatabase();
  const { go, cart, currency } = useSale();
  const turn = useTurn(step);
  const answer = useLive(async () => {
    if (!receipt) return null;
    try {
      const order = await (await services.desk()).find(receipt);
      return { turn, order, open: order ? await openHere(db, order) : 0, problem: "" };
    } catch (error) {
      return { turn, order: null, open: 0, problem: error instanceof Error ? error.message : String(error) };
    }
  }, [], `${turn} ${receipt}`);
  const found = answer?.turn === turn ? answer : null;
  const order = found?.order ?? null;
  // An order is in one currency: that of what is on it, or else of what is to be paid.
  const fits = order && order.currency === (cart?.lines.length ? cart.currency : currency);
  const fault = found ? found.problem || problemOf(order, found.open, receipt, Boolean(fits)) : "";
  return (
    <Dialog title={o.balance.title} onClose={onClose} testId="balance">
      {order && found && !fault ? (
        <BalanceForm order={order} open={found.open} onTaken={onClose} />
      ) : (
        <ReceiptSearch receipt={receipt} hint={o.balance.receiptHint} fault={fault} onSearch={(typed) => go({ kind: "balance", receipt: typed })} testId="balance" />
      )}
    </Dialog>
  );
}

function problemOf(order: WaitingOrder | null, open: number, receipt: string, fits: boolean): string {
  const name = receipt.slice(0, 40);
  if (!receipt) return "";
  if (!order) return o.balance.notFound(name);
  if (open === 0) return o.balance.nothingOpen(name);
  return fits ? "" : o.balance.currency(name, order.currency);
}
