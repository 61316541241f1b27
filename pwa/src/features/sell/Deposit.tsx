import type { KeyboardEvent } from "react";
import { type Cart, withApproval, without } from "../../domain/cart";
import type { Charge } from "../../domain/charge";
import { deferredOf } from "../../domain/due";
import { parseAmount } from "../../domain/money";
import { t, typeAmount } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { CloseIcon } from "../../ui/icons";
import { useSale } from "./sale";
import { o } from "./texts";

/** Shares of the total that are mostly asked for. */
const shares = [20, 50];

interface Props {
  cart: Cart;
  charge: Charge;
  /** Who allows it, while it is asked how much is paid now. */
  allowedBy: string | null;
  typed: string;
  onType(typed: string): void;
  onDone(): void;
}

/** Takes a part now and leaves the rest for later; then says how much that is. */
export function Deposit({ cart, charge, allowedBy, typed, onType, onDone }: Props) {
  const { money, currency, change, staff } = useSale();
  const later = deferredOf(cart, charge);
  if (allowedBy === null) {
    return (
      <p className="mt-3 flex min-h-11 items-center justify-between gap-2 rounded-xl bg-info-soft ps-3 text-sm font-medium text-info" data-testid="deposit-later" data-amount={later}>
        <span className="min-w-0">{o.deposit.later(money(later))}</span>
        <Button look="quiet" size="icon" onClick={() => void change((open) => without(open, "deferred"))} aria-label={t.owed.remove} title={t.owed.remove} data-testid="deposit-remove">
          <CloseIcon className="size-4" />
        </Button>
      </p>
    );
  }
  const now = parseAmount(typed, currency);
  const wrong = typed !== "" && (now === null || now >= charge.total);
  const apply = (part: number | null) => {
    if (part === null || part < 0 || part >= charge.total) return;
    void change((open) => withApproval({ ...open, deferred: charge.total - part }, { permission: "PAY_LATER", staffId: allowedBy, forId: staff.id }, new Date()));
    onType("");
    onDone();
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // The form around it completes the order.
    event.preventDefault();
    apply(now);
  };
  return (
    <fieldset className="mt-3 grid gap-3 rounded-2xl border border-line p-4" data-testid="deposit">
      <legend className="px-1 text-sm font-semibold">{o.deposit.title}</legend>
      <p className="text-sm text-muted">{o.deposit.hint}</p>
      {!cart.customer && <p className="rounded-xl bg-warn-soft p-3 text-sm text-warn">{o.deposit.guest}</p>}
      <Field
        label={o.deposit.now}
        value={typed}
        onChange={(event) => onType(event.target.value.slice(0, 20))}
        onKeyDown={enter}
        error={wrong ? o.deposit.fault : ""}
        large
        inputMode="decimal"
        // The amount is what is asked for now.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="off"
        data-testid="deposit-amount"
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => apply(0)} data-testid="deposit-none">{o.deposit.nothing}</Button>
        {shares.map((share) => (
          <Button key={share} className="tabular-nums" onClick={() => onType(typeAmount(Math.round((charge.total * share) / 100), currency))} data-testid={`deposit-share-${share}`}>
            {share} %
          </Button>
        ))}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => (onType(""), onDone())} data-testid="deposit-cancel">{t.cancel}</Button>
        <Button look="primary" disabled={typed === "" || wrong} onClick={() => apply(now)} data-testid="deposit-apply">
          {o.deposit.apply}
        </Button>
      </div>
    </fieldset>
  );
}
