import { useEffect, useRef } from "react";
import type { DisplaySale } from "../../domain/display";
import { formatMoney } from "../../domain/money";
import { formatPercent } from "../../i18n/messages";
import { Logo } from "../../ui/icons";
import { o } from "./texts";

/** The order for the customer's eyes: what was added last is in sight. */
export function SaleView({ sale }: { sale: DisplaySale }) {
  const money = (amount: number) => formatMoney(amount, sale.currency, sale.locale);
  const end = useRef<HTMLLIElement>(null);
  const count = sale.lines.length;
  useEffect(() => {
    // Browsers of late give a promise, which is nothing for an effect to give back.
    void end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  const tax = sale.taxIncluded ? o.taxInside : o.tax;
  const sold: [string, number][] = [
    [o.subtotal, sale.subtotal],
    ...sale.discounts.map(({ label, amount }): [string, number] => [label, -amount]),
    ...(sale.shipping > 0 ? [[o.shipping, sale.shipping] as [string, number]] : []),
    ...sale.taxes.map(({ percent, amount }): [string, number] => [tax(formatPercent(percent)), amount]),
  ];
  const rows: [string, number][] = [
    // Who only brings something back buys nothing.
    ...(sale.lines.some(({ quantity }) => quantity > 0) ? sold : []),
    ...(sale.returned > 0 ? [[o.returned, -sale.returned] as [string, number]] : []),
    ...sale.balances.map(({ receiptNumber, amount }): [string, number] => [o.balance(receiptNumber), amount]),
    ...(sale.later === 0 ? [] : [[o.later, -sale.later] as [string, number]]),
    ...(sale.paid === 0 ? [] : [[o.paid, -sale.paid] as [string, number]]),
  ];
  const left = sale.due - sale.paid;
  return (
    <div className="flex h-full flex-col sm:flex-row">
      <section aria-label={o.order} className="flex min-h-0 min-w-0 flex-1 flex-col">
        <p className="flex items-center gap-3 p-5 text-lg font-semibold">
          <Logo className="size-8" /> <span className="truncate">{sale.shop}</span>
        </p>
        {/* A region that scrolls must be reached by the keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ul tabIndex={0} aria-label={o.order} className="min-h-0 flex-1 divide-y divide-line overflow-y-auto border-t border-line bg-surface text-xl">
          {sale.lines.map((line, i) => (
            <li key={i} ref={i === count - 1 ? end : undefined} className="flex gap-4 px-5 py-4" data-testid="display-line">
              <span className="min-w-12 text-muted tabular-nums">{line.quantity.toLocaleString(sale.locale)} ×</span>
              <span className="min-w-0 flex-1 break-words">{line.name}</span>
              <span className="font-medium tabular-nums">{money(line.amount)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={o.total} className="flex shrink-0 flex-col justify-end gap-3 border-line bg-sunken p-6 sm:w-[42%] sm:border-s">
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1.5 text-lg tabular-nums">
          {rows.map(([label, amount], i) => (
            <div key={i} className="contents">
              <dt className="truncate text-muted">{label}</dt>
              <dd className="text-end">{money(amount)}</dd>
            </div>
          ))}
        </dl>
        <div aria-live="polite" className={sale.kind === "pay" ? "rounded-3xl bg-accent p-6 text-on-accent" : "rounded-3xl bg-surface p-6"}>
          <p className="text-xl font-medium">{left < 0 ? o.refund : sale.kind === "sale" ? o.total : o.pay}</p>
          <p className="text-[clamp(2.5rem,6vw,5rem)] leading-tight font-semibold tracking-tight tabular-nums" data-testid="display-total">
            {money(Math.abs(left))}
          </p>
        </div>
      </section>
    </div>
  );
}
