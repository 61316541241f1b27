import { type FormEvent, useState } from "react";
import { parseAmount } from "../../domain/money";
import type { OpenShift } from "../../domain/shift";
import { t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { addShiftEvents } from "../../store/shift";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { notify } from "../../ui/notices";
import { Reason } from "../../ui/Reason";
import { usePending } from "../../ui/usePending";
import { clock, useDesk } from "./shift";
import { o } from "./texts";

interface Props {
  kind: "PAID_IN" | "PAID_OUT";
  shift: OpenShift;
  approvedBy: string | undefined;
  onClose(): void;
}

/** As long a reason as an event may carry. */
const longest = 255;

/** Notes cash that was put into the drawer or taken out of it without a sale. */
export function MoveDialog({ kind, shift, approvedBy, onClose }: Props) {
  const db = useDatabase();
  const { staff, currency } = useDesk();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const { pending, error, run } = usePending();
  const amount = parseAmount(typed, currency);
  const ready = amount !== null && amount > 0 && (kind === "PAID_IN" || reason.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const draft = { kind, staffId: staff.id, amount, ...(reason.trim() && { reason: reason.trim() }), ...(approvedBy && { approvedBy }) };
    void run(async () => {
      const done = await addShiftEvents(db, shift, [draft], clock());
      notify(done ? o.noted : o.gone, done ? "ok" : "bad");
      onClose();
    });
  };
  const wrong = typed !== "" && !amount ? t.pay.notAmount : "";
  return (
    <Dialog title={o.actions[kind]} onClose={onClose} testId="shift-move">
      <form onSubmit={submit} className="grid gap-5">
        <Field
          large
          label={o.amount}
          value={typed}
          onChange={(event) => setTyped(event.target.value.slice(0, 20))}
          error={wrong || error}
          inputMode="decimal"
          autoComplete="off"
          // The amount is what this dialog asks for.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          data-testid="move-amount"
        />
        <div>
          <p className="mb-2 text-sm font-medium">{o.why}</p>
          <Reason reasons={o.reasons[kind]} value={reason} onChange={(next) => setReason(next.slice(0, longest))} />
          {kind === "PAID_OUT" && amount !== null && reason.trim() === "" && <p className="mt-2 text-sm text-muted">{o.missingReason}</p>}
        </div>
        <Button type="submit" look="primary" size="large" disabled={pending || !ready} data-testid="move-confirm">
          {o.actions[kind]}
        </Button>
      </form>
    </Dialog>
  );
}
