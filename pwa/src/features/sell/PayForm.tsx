import { type FormEvent, useState } from "react";
import type { Cart } from "../../domain/cart";
import { formatMoney, parseAmount, plainAmount } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import { quickAmounts } from "../../domain/tender";
import { totalsOf } from "../../domain/totals";
import type { Staff } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { payOrder } from "../../store/orders";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { usePending } from "../../ui/usePending";
import { Keypad } from "./Keypad";

interface Props {
  cart: Cart;
  registerId: string;
  staff: Staff;
  locale: string;
  /** at is when the person said so. */
  onPaid(order: OrderRecord, at: number): void;
}

/** Takes cash: an amount by keyboard, keypad or quick key, and shows the change before it is settled. */
export function PayForm({ cart, registerId, staff, locale, onPaid }: Props) {
  const db = useDatabase();
  const [typed, setTyped] = useState("");
  const { pending, error, run } = usePending();
  const { currency } = cart;
  const due = totalsOf(cart.lines).total;
  const given = typed === "" ? null : parseAmount(typed, currency);
  const enough = given !== null && given >= due;
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!enough) return;
    void run(async () => {
      const payment = { cartId: cart.id, registerId, staff, tendered: given, now: new Date() };
      const order = await payOrder(db, payment).catch((cause: unknown) => {
        throw new Error(t.pay.failed, { cause });
      });
      onPaid(order, event.timeStamp);
    });
  };
  const set = (amount: number) => setTyped(plainAmount(amount, currency));
  return (
    <form onSubmit={submit} className="grid gap-6 sm:grid-cols-[1fr_15rem]">
      <div className="flex flex-col">
        <p className="text-sm font-medium text-muted">{t.pay.due}</p>
        <p className="mb-4 text-4xl font-semibold tracking-tight tabular-nums" data-testid="tender-due">
          {money(due)}
        </p>
        <Field
          large
          label={t.pay.given}
          value={typed}
          onChange={(event) => setTyped(event.target.value.slice(0, 20))}
          error={(typed !== "" && given === null ? t.pay.notAmount : "") || error}
          inputMode="decimal"
          autoComplete="off"
          // The amount is what this dialog asks for.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          data-testid="tender-amount"
        />
        <div className="mt-3 flex flex-wrap gap-2">
          <Button look="plain" onClick={() => set(due)} data-testid="tender-exact">
            {t.pay.exact}
          </Button>
          {quickAmounts(due, currency).map((amount) => (
            <Button key={amount} onClick={() => set(amount)} className="tabular-nums" data-testid={`tender-quick-${amount}`}>
              {money(amount)}
            </Button>
          ))}
        </div>
        <div className="mt-5 flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-3" aria-live="polite">
          <span className="text-sm font-medium text-muted">{given !== null && given < due ? t.pay.missing : t.pay.change}</span>
          <span className="text-2xl font-semibold tabular-nums" data-testid="tender-change">
            {given === null ? "–" : money(Math.abs(given - due))}
          </span>
        </div>
      </div>
      <div className="flex flex-col gap-3">
        <Keypad currency={currency} typed={typed} onType={setTyped} />
      </div>
      <Button type="submit" look="primary" size="large" className="sm:col-span-2" disabled={!enough || pending} data-testid="tender-confirm">
        {pending ? t.pay.working : t.pay.confirm}
      </Button>
    </form>
  );
}
