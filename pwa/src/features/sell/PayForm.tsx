import { type FormEvent, useState } from "react";
import type { Cart } from "../../domain/cart";
import type { Charge } from "../../domain/charge";
import { dueOf } from "../../domain/due";
import { parseAmount, plainAmount } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import { type Tender, type TenderKind, quickAmounts, settle, tenderFault } from "../../domain/tender";
import { t } from "../../i18n/messages";
import { isFull } from "../../store/database";
import { useDatabase } from "../../store/live";
import { payOrder } from "../../store/orders";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { usePending } from "../../ui/usePending";
import { Keypad } from "./Keypad";
import { useSale } from "./sale";
import { GivenTenders, TenderKinds } from "./Tenders";

interface Props {
  cart: Cart;
  charge: Charge;
  /** at is when the person said so. */
  onPaid(order: OrderRecord, at: number): void;
}

/** Takes the payment, in one tender or several, or pays money back; shows the change before it is settled. */
export function PayForm({ cart, charge, onPaid }: Props) {
  const db = useDatabase();
  const { workplace, staff, currency, money, change, pricer } = useSale();
  const [kind, setKind] = useState<TenderKind>("CASH");
  const [typed, setTyped] = useState("");
  const [reference, setReference] = useState("");
  const { pending, error, run } = usePending();
  const coin = workplace.location.cashRounding;
  const due = dueOf(cart, charge);
  const given = cart.tenders ?? [];
  const sign = due < 0 ? -1 : 1;
  const now = settle(due, given, coin);
  const left = kind === "CASH" ? now.missingCash : now.missing;
  // What is paid back, and what a card pays, is mostly the whole rest.
  const whole = typed === "" && (sign < 0 || kind !== "CASH") ? Math.abs(left) : null;
  const amount = whole ?? (typed === "" ? null : parseAmount(typed, currency));
  const tender: Tender | null = amount ? { kind, amount: amount * sign, ...(kind !== "CASH" && { reference: reference.trim() }) } : null;
  const fault = tender && !now.done ? tenderFault(tender, due, given, coin) : null;
  const after = settle(due, tender && !fault && !now.done ? [...given, tender] : given, coin);
  const usable = !charge.stop && (now.done || (tender !== null && fault === null));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!usable || !pricer) return;
    // Whatever is written here is money on the counter: what cannot be recorded is told in words that help.
    const failed = (cause: unknown): never => {
      throw new Error(isFull(cause) ? t.pay.full : t.pay.failed, { cause });
    };
    void run(async () => {
      const last = now.done ? null : tender;
      if (!after.done) {
        await change((open) => (last && !tenderFault(last, due, open.tenders ?? [], coin) ? { ...open, tenders: [...(open.tenders ?? []), last] } : open)).catch(failed);
        setTyped("");
        setReference("");
        return;
      }
      const at = new Date();
      const payment = { cartId: cart.id, registerId: workplace.register.id, staff, last, coin, now: at, charge: (stored: Cart) => pricer.charge(stored, at) };
      const order = await payOrder(db, payment).catch(failed);
      onPaid(order, event.timeStamp);
    });
  };
  const set = (value: number) => setTyped(plainAmount(value, currency));
  const wrong = typed !== "" && amount === null ? t.pay.notAmount : fault && fault !== "reference" ? t.pay.faults[fault] : "";
  return (
    <form onSubmit={submit} className="grid gap-x-6 gap-y-5 sm:grid-cols-[1fr_15rem]">
      <div className="flex flex-col">
        <p className="text-sm font-medium text-muted">{sign < 0 ? t.pay.dueBack : given.length > 0 ? t.pay.dueStill : t.pay.due}</p>
        <p className="text-4xl font-semibold tracking-tight tabular-nums" data-testid="tender-due" data-amount={left}>
          {money(Math.abs(left))}
        </p>
        {kind === "CASH" && left !== now.missing && <p className="text-sm text-muted">{t.pay.rounded(money(left - now.missing))}</p>}
        <GivenTenders tenders={given} />
        {now.done && error && <p role="alert" className="mt-2 text-sm font-medium text-bad">{error}</p>}
        {!now.done && (
          <>
            <TenderKinds kind={kind} onKind={setKind} />
            <Field
              large
              label={sign < 0 ? t.pay.back : t.pay.given[kind]}
              value={typed}
              placeholder={whole === null ? undefined : plainAmount(whole, currency)}
              onChange={(event) => setTyped(event.target.value.slice(0, 20))}
              error={wrong || error}
              inputMode="decimal"
              autoComplete="off"
              // The amount is what this dialog asks for.
              // eslint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              data-testid="tender-amount"
            />
            {kind !== "CASH" && (
              <Field className="mt-3" label={t.pay.reference[kind]} value={reference} onChange={(event) => setReference(event.target.value.slice(0, 255))} autoComplete="off" data-testid="tender-reference" />
            )}
            {kind === "CASH" && (
              <div className="mt-3 flex flex-wrap gap-2">
                <Button look="plain" onClick={() => set(Math.abs(left))} data-testid="tender-exact">
                  {t.pay.exact}
                </Button>
                {sign > 0 &&
                  quickAmounts(left, currency).map((value) => (
                    <Button key={value} onClick={() => set(value)} className="tabular-nums" data-testid={`tender-quick-${value}`}>
                      {money(value)}
                    </Button>
                  ))}
              </div>
            )}
          </>
        )}
        {!(sign < 0 && after.done) && <div className="mt-5 flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-3" aria-live="polite">
          <span className="text-sm font-medium text-muted">{after.done ? t.pay.change : t.pay.missing}</span>
          <span className="text-2xl font-semibold tabular-nums" data-testid="tender-change">
            {amount === null && !now.done ? "–" : money(after.done ? after.change : Math.abs(after.missing))}
          </span>
        </div>}
      </div>
      <div className="hidden flex-col gap-3 sm:flex">
        <Keypad currency={currency} typed={typed} onType={setTyped} />
      </div>
      <Button type="submit" look="primary" size="large" className="sm:col-span-2" disabled={!usable || pending} data-testid="tender-confirm">
        {pending ? t.pay.working : after.done || !usable ? (sign < 0 ? t.pay.confirmBack : t.pay.confirm) : t.pay.add}
      </Button>
    </form>
  );
}
