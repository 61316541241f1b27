import { type FormEvent, useState } from "react";
import type { WaitingOrder } from "../../domain/waiting";
import { t } from "../../i18n/messages";
import { useDatabase, useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { openHere } from "../../store/waiting";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { BalanceForm } from "./BalanceForm";
import { useSale } from "./sale";
import { o } from "./texts";

/** Puts the rest of an earlier order on the open one, by its receipt. receipt is what was scanned or typed, empty at first. */
export function BalanceDialog({ receipt, onClose }: { receipt: string; onClose(): void }) {
  const services = useServices();
  const db = useDatabase();
  const { go, cart, currency } = useSale();
  const [typed, setTyped] = useState(receipt);
  const found = useLive(async () => {
    if (!receipt) return null;
    try {
      const order = await (await services.desk()).find(receipt);
      return { order, open: order ? await openHere(db, order) : 0, problem: "" };
    } catch (error) {
      return { order: null, open: 0, problem: error instanceof Error ? error.message : String(error) };
    }
  }, [], receipt);
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) go({ kind: "balance", receipt: typed.trim() });
  };
  const order = found?.order ?? null;
  // An order is in one currency: that of what is on it, or else of what is to be paid.
  const fits = order && order.currency === (cart?.lines.length ? cart.currency : currency);
  const fault = found ? found.problem || problemOf(order, found.open, receipt, Boolean(fits)) : "";
  return (
    <Dialog title={o.balance.title} onClose={onClose} testId="balance">
      {order && found && !fault ? (
        <BalanceForm order={order} open={found.open} onTaken={onClose} />
      ) : (
        <form onSubmit={search} className="grid gap-4">
          <Field
            label={t.returns.receipt}
            hint={o.balance.receiptHint}
            value={typed}
            onChange={(event) => setTyped(event.target.value.slice(0, 80))}
            error={fault}
            autoComplete="off"
            spellCheck={false}
            // The number is what this dialog asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            data-testid="balance-receipt"
          />
          <Button type="submit" look="primary" size="large" disabled={!typed.trim()} data-testid="balance-search">
            {o.balance.search}
          </Button>
        </form>
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
