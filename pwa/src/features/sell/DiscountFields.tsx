import { useState } from "react";
import type { ManualDiscount } from "../../domain/cart";
import { parseAmount, scaled } from "../../domain/money";
import { decimalSign, formatPercent, t, typeAmount } from "../../i18n/messages";
import { cx } from "../../ui/cx";
import { Field } from "../../ui/Field";
import { Reason } from "../../ui/Reason";
import { useSale } from "./sale";
import { o } from "./texts";

/** What somebody is typing: a percentage or an amount, and why. */
export interface DiscountDraft {
  by: "percent" | "amount";
  typed: string;
  reason: string;
}

/** A draft of a discount, empty or as it is. */
export function useDiscountDraft(now: ManualDiscount | undefined, currency: string) {
  return useState<DiscountDraft>({
    by: now?.amount === undefined ? "percent" : "amount",
    typed: now?.percent?.replace(".", decimalSign) ?? (now?.amount === undefined ? "" : typeAmount(now.amount, currency)),
    reason: now?.reason ?? "",
  });
}

/** The discount that a draft means, of most at the most; null while it means none. */
export function discountOf(draft: DiscountDraft, currency: string, most: number): ManualDiscount | null {
  const off = offOf(draft, currency);
  const reason = draft.reason.trim();
  return off && reason && !isTooMuch(off, most) ? { ...off, reason } : null;
}

/** What was typed takes off; null when that cannot be read, or is nothing. */
function offOf({ by, typed }: DiscountDraft, currency: string): Omit<ManualDiscount, "reason"> | null {
  if (by === "amount") {
    const amount = parseAmount(typed, currency);
    return amount ? { amount } : null;
  }
  const text = typed.replace(",", ".").replace(/%$/, "").trim();
  const hundredths = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? scaled(text, 2) : null;
  return hundredths && hundredths <= 10_000 ? { percent: String(hundredths / 100) } : null;
}

const isTooMuch = ({ amount = 0 }: Omit<ManualDiscount, "reason">, most: number) => amount > most;

const quick = ["5", "10", "15", "20", "50"];

interface Props {
  draft: DiscountDraft;
  /** What may be taken off, in minor units. */
  most: number;
  onChange(draft: DiscountDraft): void;
}

/** Asks for a discount and its reason. */
export function DiscountFields({ draft, most, onChange }: Props) {
  const { currency, money } = useSale();
  const off = offOf(draft, currency);
  const fault = off ? isTooMuch(off, most) && o.discount.tooMuch(money(most)) : draft.typed.trim() && (draft.by === "percent" ? o.discount.notPercent : t.pay.notAmount);
  const chip = (on: boolean) => cx("h-11 rounded-full border px-4 text-sm font-medium", on ? "border-accent bg-accent-soft text-accent" : "border-line hover:bg-sunken");
  return (
    <div className="grid gap-4">
      <div role="group" aria-label={t.discount.by} className="flex flex-wrap gap-2">
        {(["percent", "amount"] as const).map((by) => (
          <button key={by} type="button" aria-pressed={draft.by === by} onClick={() => onChange({ ...draft, by, typed: "" })} className={chip(draft.by === by)} data-testid={`discount-by-${by}`}>
            {t.discount[by]}
          </button>
        ))}
      </div>
      <Field label={t.discount[draft.by]} value={draft.typed} onChange={(event) => onChange({ ...draft, typed: event.target.value.slice(0, 14) })} error={fault || ""} inputMode="decimal" autoComplete="off" data-testid="discount-value" />
      {draft.by === "percent" && (
        <div className="flex flex-wrap gap-2">
          {quick.map((percent) => (
            <button key={percent} type="button" onClick={() => onChange({ ...draft, typed: percent })} className={chip(draft.typed === percent)}>
              {formatPercent(percent)}
            </button>
          ))}
        </div>
      )}
      <Reason reasons={t.discount.reasons} value={draft.reason} onChange={(reason) => onChange({ ...draft, reason })} />
    </div>
  );
}
