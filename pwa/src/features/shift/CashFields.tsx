import { useState } from "react";
import { denominations } from "../../domain/denominations";
import { parseAmount } from "../../domain/money";
import type { Denomination } from "../../domain/shift";
import { t, typeAmount } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { useDesk } from "./shift";
import { o } from "./texts";

/** Cash as it was entered; null while that is no amount. */
export interface Cash {
  amount: number;
  /** When coins and notes were counted one by one. */
  denominations?: Denomination[];
}

/** What was typed of an amount of cash: its total, or how many there are of each coin and note. */
export function useCash(currency: string) {
  const [byPieces, setByPieces] = useState(false);
  const [total, setTotal] = useState("");
  const [counts, setCounts] = useState<Record<number, string>>({});
  const counted = denominations(currency).map((value) => ({ value, count: Number(counts[value] || 0) }));
  const sum = counted.reduce((all, { value, count }) => all + value * count, 0);
  const found = counted.filter(({ count }) => count > 0);
  const typed = total === "" ? null : parseAmount(total, currency);
  const any = Object.values(counts).some((count) => count !== "");
  const cash: Cash | null = byPieces ? (any ? { amount: sum, denominations: found } : null) : typed === null ? null : { amount: typed };
  return { byPieces, setByPieces, total, setTotal, counts, setCounts, sum, cash, wrong: !byPieces && total !== "" && typed === null };
}

/** Enters an amount of cash. */
export function CashFields({ label, entry, error }: { label: string; entry: ReturnType<typeof useCash>; error?: string }) {
  const { currency, money } = useDesk();
  const { byPieces, counts } = entry;
  return (
    <div className="grid gap-4">
      <div role="group" aria-label={label} className="flex flex-wrap gap-2">
        {([false, true] as const).map((pieces) => (
          <Button key={String(pieces)} aria-pressed={byPieces === pieces} look={byPieces === pieces ? "chosen" : "plain"} onClick={() => entry.setByPieces(pieces)} data-testid={pieces ? "cash-by-pieces" : "cash-by-total"}>
            {pieces ? o.byPieces : o.byTotal}
          </Button>
        ))}
      </div>
      {byPieces ? (
        <div>
          <div className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
            {denominations(currency).map((value) => (
              <label key={value} className="flex items-center gap-2 text-sm tabular-nums">
                <span className="w-20 text-end">{money(value)}</span>
                <input
                  aria-label={o.pieces(money(value))}
                  inputMode="numeric"
                  autoComplete="off"
                  value={counts[value] ?? ""}
                  placeholder="0"
                  onChange={(event) => entry.setCounts({ ...counts, [value]: event.target.value.replace(/\D/g, "").slice(0, 4) })}
                  data-testid={`count-${value}`}
                  className="h-11 w-full min-w-0 rounded-xl border border-edge bg-surface px-3 text-end"
                />
              </label>
            ))}
          </div>
          <p className="mt-4 flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-3" aria-live="polite">
            <span className="text-sm font-medium text-muted">{o.total}</span>
            <span className="text-2xl font-semibold tabular-nums" data-testid="count-sum" data-amount={entry.sum}>{money(entry.sum)}</span>
          </p>
        </div>
      ) : (
        <Field large label={label} value={entry.total} placeholder={typeAmount(0, currency)} onChange={(event) => entry.setTotal(event.target.value.slice(0, 20))} error={entry.wrong ? t.pay.notAmount : ""} inputMode="decimal" autoComplete="off" data-testid="cash-total" />
      )}
      {error && <p role="alert" className="text-sm text-bad">{error}</p>}
    </div>
  );
}
