import type { FormEvent } from "react";
import { useDatabase } from "../../store/live";
import { openShift } from "../../store/shift";
import { Button } from "../../ui/Button";
import { usePending } from "../../ui/usePending";
import { CashFields, useCash } from "./CashFields";
import { clock, useDesk } from "./shift";
import { o } from "./texts";

/** Opens a shift with what is in the drawer. */
export function OpenForm() {
  const db = useDatabase();
  const { workplace, staff, currency } = useDesk();
  const entry = useCash(currency);
  const { pending, error, run } = usePending();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { cash } = entry;
    // The gateway takes the coins of counts only: of a float the amount is what matters.
    if (cash) void run(async () => void (await openShift(db, workplace.register.id, currency, { staffId: staff.id, amount: cash.amount }, clock())));
  };
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-3xl border border-line bg-surface p-5 sm:p-6">
      <div>
        <h2 className="text-lg font-semibold">{o.none}</h2>
        <p className="mt-1 text-sm text-muted">{o.noneHint}</p>
      </div>
      <CashFields label={o.float} entry={entry} error={error} />
      <Button type="submit" look="primary" size="large" disabled={pending || !entry.cash} data-testid="shift-open">
        {o.open}
      </Button>
    </form>
  );
}
