import { type FormEvent, Suspense, lazy, memo, useEffect, useEffectEvent, useState } from "react";
import type { Cart } from "../../domain/cart";
import type { Charge } from "../../domain/charge";
import { dueOf } from "../../domain/due";
import { parseAmount } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import { type Tender, type TenderKind, settle, tenderFault } from "../../domain/tender";
import { t, typeAmount } from "../../i18n/messages";
import { isFull } from "../../store/database";
import { useDatabase } from "../../store/live";
import { type Payable, payOrder } from "../../store/orders";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { whenIdle } from "../../ui/idle";
import { usePending } from "../../ui/usePending";
import { Keypad } from "./Keypad";
import { useSale } from "./sale";
import { CashAmounts, GivenTenders, TenderKinds } from "./Tenders";

const Deposit = lazy(() => import("./Deposit").then((m) => ({ default: m.Deposit })));

interface Props {
  cart: Cart;
  charge: Charge;
  /** What was read ahead; null before that. */
  found: Payable | null;
  /** Hears by which tenders the order will likely be paid, when the page rests. */
  onExpect(tenders: Tender[]): void;
  /** at is when the person said so. */
  onPaid(order: OrderRecord, at: number): void;
}

/** Takes the payment, in one tender or several, or pays money back; shows the change before it is settled. */
export const PayForm = memo(function PayForm({ cart, charge, found, onExpect, onPaid }: Props) {
  const db = useDatabase();
  const { workplace, staff, currency, money, change, permitted, pricer } = useSale();
  // Who lets a part be paid later, while it is asked how much; null otherwise.
  const [allowedBy, setAllowedBy] = useState<string | null>(null);
  const [kind, setKind] = useState<TenderKind>("CASH");
  const [typed, setTyped] = useState("");
  const [reference, setReference] = useState("");
  const { pending, error, run } = usePending();
  const coin = workplace.location.cashRounding;
  const due = dueOf(cart, charge);
  const given = cart.tenders ?? [];
  const divisible = charge.total > 0 && !cart.returns?.length && given.length === 0 && cart.deferred === undefined;
  const asking = divisible && allowedBy !== null;
  const sign = due < 0 ? -1 : 1;
  const now = settle(due, given, coin);
  const left = now.excess || (kind === "CASH" ? now.missingCash : now.missing);
  const taking = !now.done && !now.excess && !asking;
  // What is paid back, and what a card pays, is mostly the whole rest.
  const whole = typed === "" && (sign < 0 || kind !== "CASH") ? Math.abs(left) : null;
  const amount = whole ?? (typed === "" ? null : parseAmount(typed, currency));
  const tender: Tender | null = amount ? { kind, amount: amount * sign, ...(kind !== "CASH" && { reference: reference.trim() }) } : null;
  const fault = tender && !now.done ? tenderFault(tender, due, given, coin) : null;
  const rounded = now.done ? now.rounding : now.excess || kind !== "CASH" ? 0 : left - now.missing;
  const after = settle(due, tender && !fault && !now.done ? [...given, tender] : given, coin);
  const usable = !charge.stop && !asking && (now.done || (tender !== null && fault === null));
  const expected = JSON.stringify(now.done ? given : [...given, tender && !fault ? tender : { kind, amount: left }]);
  const expect = useEffectEvent(() => onExpect(JSON.parse(expected) as Tender[]));
  useEffect(() => whenIdle(() => expect()), [expected]);
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
      const payment = { cartId: cart.id, registerId: workplace.register.id, staff, last, coin, now: at, ...(found && { found }), charge: (stored: Cart) => pricer.charge(stored, at) };
      const order = await payOrder(db, payment).catch(failed);
      onPaid(order, event.timeStamp);
    });
  };
  const wrong = typed !== "" && amount === null ? t.pay.notAmount : fault && fault !== "reference" ? t.pay.faults[fault] : "";
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-x-6 gap-y-5 sm:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="flex flex-col">
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <div>
            <p className="text-sm font-medium text-muted">{now.excess ? t.pay.excess : sign < 0 ? t.pay.dueBack : given.length > 0 ? t.pay.dueStill : t.pay.due}</p>
            <p className="text-4xl font-semibold tracking-tight tabular-nums" data-testid="tender-due" data-amount={left}>
              {money(Math.abs(left))}
            </p>
          </div>
          {divisible && !asking && (
            <Button onClick={() => permitted("PAY_LATER", (who) => (setTyped(""), setAllowedBy(who)))} data-testid="deposit-open">
              {t.owed.open}
            </Button>
          )}
        </div>
        {rounded !== 0 && <p className="text-sm text-muted">{t.pay.rounded(money(rounded))}</p>}
        {now.excess > 0 && <p role="alert" className="mt-2 text-sm font-medium text-bad">{t.pay.giveBack}</p>}
        {(asking || cart.deferred !== undefined) && (
          <Suspense fallback={null}>
            <Deposit cart={cart} charge={charge} allowedBy={allowedBy} typed={typed} onType={setTyped} onDone={() => setAllowedBy(null)} />
          </Suspense>
        )}
        <GivenTenders tenders={given} />
        {now.done && error && <p role="alert" className="mt-2 text-sm font-medium text-bad">{error}</p>}
        {taking && (
          <>
            <TenderKinds kind={kind} onKind={setKind} />
            <Field
              large
              label={sign < 0 ? t.pay.back : t.pay.given[kind]}
              value={typed}
              placeholder={whole === null ? undefined : typeAmount(whole, currency)}
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
            {kind === "CASH" && <CashAmounts left={left} onChoose={(value) => setTyped(typeAmount(value, currency))} />}
          </>
        )}
        {!asking && !now.excess && !(sign < 0 && after.done) && <div className="mt-5 flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-3" aria-live="polite">
          <span className="text-sm font-medium text-muted">{after.done ? t.pay.change : t.pay.missing}</span>
          <span className="text-2xl font-semibold tabular-nums" data-testid="tender-change">
            {amount === null && !now.done ? "–" : money(after.done ? after.change : Math.abs(after.missing))}
          </span>
        </div>}
      </div>
      <div className="hidden flex-col gap-3 sm:flex">
        <Keypad currency={currency} typed={typed} onType={setTyped} />
      </div>
      {/* With nothing to pay there is nothing to type first. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <Button type="submit" look="primary" size="large" className="sm:col-span-2" autoFocus={now.done} disabled={!usable || pending} data-testid="tender-confirm">
        {pending ? t.pay.working : after.done || !usable ? (sign < 0 ? t.pay.confirmBack : t.pay.confirm) : t.pay.add}
      </Button>
    </form>
  );
});
