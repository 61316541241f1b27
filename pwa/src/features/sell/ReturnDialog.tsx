import { type FormEvent, useState } from "react";
import type { CartReturn } from "../../domain/cart";
import { withApproval } from "../../domain/cart";
import { type Returnable, markReturned } from "../../domain/returns";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { NoReceiptForm } from "./NoReceiptForm";
import { ReturnLines } from "./ReturnLines";
import { type Piece, useSale } from "./sale";
import { o } from "./texts";

interface Props {
  /** What was scanned or typed, empty at first. */
  receipt: string;
  /** What comes back without one; undefined while one is looked for. */
  without: Piece | undefined;
  onClose(): void;
}

/** Takes goods back: of an order by its receipt, or without one. */
export function ReturnDialog({ receipt, without, onClose }: Props) {
  const services = useServices();
  const { go, cart, permitted, change, staff } = useSale();
  const [typed, setTyped] = useState(receipt);
  const found = useLive(() => look(services.findReturnable, receipt), [], receipt);
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) go({ kind: "return", receipt: typed.trim() });
  };
  const take = (lines: CartReturn[]) => {
    const permission = lines.some((line) => line.orderId === null) ? "REFUND_NO_RECEIPT" : "REFUND";
    permitted(permission, (who) => {
      onClose();
      void change((open) => withApproval({ ...open, returns: [...(open.returns ?? []), ...lines] }, { permission, staffId: who, forId: staff.id }, new Date()));
    });
  };
  const open = found?.order && { ...found.order, lines: markReturned(found.order.lines, (cart?.returns ?? []).filter((line) => line.orderId === found.order?.orderId)) };
  return (
    <Dialog title={t.returns.title} onClose={onClose} wide={Boolean(open)} testId="return">
      {open && open.open > 0 ? (
        <Unpaid order={open} />
      ) : open ? (
        <ReturnLines order={open} onTake={take} />
      ) : without ? (
        <NoReceiptForm key={without.code} scanned={without} onTake={take} onBack={() => go({ kind: "return", receipt: "" })} />
      ) : (
        <form onSubmit={search} className="grid gap-4">
          <Field
            label={t.returns.receipt}
            hint={t.returns.receiptHint}
            value={typed}
            onChange={(event) => setTyped(event.target.value.slice(0, 80))}
            error={receipt && found ? (found.problem || t.returns.notFound(receipt.slice(0, 40))) : ""}
            autoComplete="off"
            spellCheck={false}
            // The number is what this dialog asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            data-testid="return-receipt"
          />
          <Button type="submit" look="primary" size="large" disabled={!typed.trim()} data-testid="return-search">
            {t.returns.search}
          </Button>
          <Button look="quiet" onClick={() => go({ kind: "return", receipt: "", without: { code: "", found: null } })} data-testid="return-without">
            {t.returns.without}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

/** Money that nobody gave cannot be given back. */
function Unpaid({ order }: { order: Returnable }) {
  const { money, go } = useSale();
  return (
    <div className="grid gap-4">
      <p className="rounded-xl bg-warn-soft p-3 font-medium text-warn" data-testid="return-unpaid">{o.balance.notPaid(money(order.open))}</p>
      <Button look="primary" size="large" onClick={() => go({ kind: "balance", receipt: order.receiptNumber })} data-testid="return-balance">
        {o.balance.title}
      </Button>
    </div>
  );
}

async function look(find: (receipt: string) => Promise<Returnable | null>, receipt: string): Promise<{ order: Returnable | null; problem: string }> {
  if (!receipt) return { order: null, problem: "" };
  try {
    return { order: await find(receipt), problem: "" };
  } catch (error) {
    return { order: null, problem: error instanceof Error ? error.message : String(error) };
  }
}
