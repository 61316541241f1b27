import type { CartReturn } from "../../domain/cart";
import { withApproval } from "../../domain/cart";
import { type Returnable, markReturned } from "../../domain/returns";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { NoReceiptForm } from "./NoReceiptForm";
import { ReceiptSearch } from "./ReceiptSearch";
import { ReturnLines } from "./ReturnLines";
import { type Step, useSale } from "./sale";
import { o } from "./texts";
import { useTurn } from "./useTurn";

interface Props {
  step: Extract<Step, { kind: "return" }>;
  onClose(): void;
}

/** Takes goods back: of an order by its receipt, or without one. */
export function ReturnDialog({ step, onClose }: Props) {
  const { receipt, without } = step;
  const services = useServices();
  const { go, cart, permitted, change, staff } = useSale();
  const turn = useTurn(step);
  const answer = useLive(async () => ({ turn, ...(await look(services.findReturnable, receipt)) }), [], `${turn} ${receipt}`);
  const found = answer?.turn === turn ? answer : null;
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
        <ReceiptSearch
          receipt={receipt}
          hint={t.returns.receiptHint}
          fault={receipt && found ? found.problem || t.returns.notFound(receipt.slice(0, 40)) : ""}
          onSearch={(typed) => go({ kind: "return", receipt: typed })}
          testId="return"
        >
          <Button look="quiet" onClick={() => go({ kind: "return", receipt: "", without: { code: "", found: null } })} data-testid="return-without">
            {t.returns.without}
          </Button>
        </ReceiptSearch>
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
