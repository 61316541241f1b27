import { type FormEvent, useState } from "react";
import { MAX_BALANCES } from "../../domain/cart";
import { parseAmount } from "../../domain/money";
import type { WaitingOrder } from "../../domain/waiting";
import { formatCount, formatMoment, t, typeAmount } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { addBalance } from "../../store/waiting";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { useSale } from "./sale";
import { o } from "./texts";

interface Props {
  order: WaitingOrder;
  /** What is left to be paid, in minor units. */
  open: number;
  onTaken(): void;
}

/** How much of what is left is paid now; all of it unless something else is typed. */
export function BalanceForm({ order, open, onTaken }: Props) {
  const db = useDatabase();
  const { cart, money, currency } = useSale();
  const [typed, setTyped] = useState("");
  const amount = typed === "" ? open : parseAmount(typed, currency);
  const others = (cart?.balances ?? []).filter(({ orderId }) => orderId !== order.orderId);
  const full = others.length >= MAX_BALANCES;
  const fault = full ? o.balance.full : amount === null || amount === 0 ? t.pay.notAmount : amount > open ? o.balance.tooMuch : "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault || !amount) return;
    void addBalance(db, order, amount, open).then(onTaken);
  };
  const rows: [string, string][] = [
    [o.balance.total, money(order.total)],
    [o.balance.paid, money(order.total - open)],
    [o.balance.open, money(open)],
  ];
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div>
        <p className="text-lg font-semibold">{order.receiptNumber}</p>
        <p className="text-sm text-muted">{[formatMoment(order.soldAt), order.customer].filter(Boolean).join(", ")}</p>
        <p className="mt-1 line-clamp-3 text-sm">{order.lines.map(({ name, quantity }) => `${formatCount(quantity)} × ${name}`).join(", ")}</p>
      </div>
      {order.held && <p className="rounded-xl bg-warn-soft p-3 text-sm text-warn">{order.held}</p>}
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 rounded-2xl bg-sunken px-4 py-3 tabular-nums">
        {rows.map(([label, value], i) => (
          <div key={label} className={i === rows.length - 1 ? "contents font-semibold" : "contents"}>
            <dt className={i === rows.length - 1 ? "" : "text-muted"}>{label}</dt>
            <dd className="text-end" data-testid={i === rows.length - 1 ? "balance-open-amount" : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <Field
        large
        label={o.balance.amount}
        value={typed}
        placeholder={typeAmount(open, currency)}
        onChange={(event) => setTyped(event.target.value.slice(0, 20))}
        error={typed === "" && !full ? "" : fault}
        inputMode="decimal"
        autoComplete="off"
        // The amount is what is asked for now.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        data-testid="balance-amount"
      />
      <Button type="submit" look="primary" size="large" disabled={fault !== ""} data-testid="balance-take">
        {o.balance.take} <span className="tabular-nums">{money(amount ?? 0)}</span>
      </Button>
    </form>
  );
}
