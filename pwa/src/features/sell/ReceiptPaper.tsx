import { formatMoney } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import { formatCount, formatMoment, t } from "../../i18n/messages";
import { Barcode } from "../../ui/Barcode";
import { deliveryRows, sumRows } from "./receiptRows";

interface Props {
  order: OrderRecord;
  workplace: Workplace;
  locale: string;
  /** Without prices, for somebody who is given the goods. */
  gift: boolean;
  /** The customer has the first one already. */
  copy?: boolean;
  /** Not paid yet, and nowhere to be seen: nothing to print. */
  coming?: boolean;
}

/** The receipt as it is printed. */
export function ReceiptPaper({ order, workplace, locale, gift, copy = false, coming = false }: Props) {
  const { input, receipt } = order;
  const { address, name } = workplace.location;
  const money = (amount: number) => formatMoney(amount, input.currency, locale);
  return (
    <div data-print={coming ? undefined : ""} className="mt-4 rounded-2xl border border-line p-4 text-sm">
      <div className="text-center">
        <p className="font-semibold">{name}</p>
        <p className="text-muted">{[...address.street, `${address.city} ${address.postcode}`].join(", ")}</p>
        {gift && <p className="mt-1 font-semibold">{t.receipt.gift}</p>}
        {copy && <p className="mt-1 font-semibold" data-testid="receipt-copy">{t.receipt.copy}</p>}
      </div>
      <p className="mt-3 flex justify-between border-b border-dashed border-edge/60 pb-2 text-muted">
        <span>
          {t.receipt.number} <strong className="text-ink" data-testid={coming ? undefined : "receipt-number"}>{order.receiptNumber}</strong>
        </span>
        <time dateTime={input.soldAt}>{formatMoment(input.soldAt)}</time>
      </p>
      {receipt.customer && !gift && <p className="mt-2 wrap-anywhere text-muted">{t.receipt.customer(receipt.customer)}</p>}
      {!gift && order.receipt.delivery && (
        <p className="mt-2 wrap-anywhere" data-testid={coming ? undefined : "receipt-delivery"}>
          {deliveryRows(order).map((row, i) => (
            <span key={row} className={i === 0 ? "block font-medium" : "block text-muted"}>{row}</span>
          ))}
        </p>
      )}
      <table className="mt-2 w-full tabular-nums">
        <tbody>
          {input.lines.map((line, i) => (
            <tr key={`${line.sku} ${i}`} className="align-top">
              <td className="py-1 pe-2 whitespace-nowrap text-muted">{formatCount(line.quantity)} ×</td>
              <td className="py-1 wrap-anywhere">
                {line.name}
                {receipt.lines[i]?.detail && <span className="block text-xs whitespace-pre-line text-muted">{receipt.lines[i].detail}</span>}
              </td>
              <td className="py-1 ps-2 text-end">{!gift && money(receipt.lines[i]?.shownRow ?? line.rowTotal)}</td>
            </tr>
          ))}
          {!gift &&
            input.returns?.map((line, i) => (
              <tr key={`return ${line.sku} ${i}`} className="align-top" data-testid={coming ? undefined : "receipt-return"}>
                <td className="py-1 pe-2 whitespace-nowrap text-muted">−{formatCount(line.quantity)} ×</td>
                <td className="py-1 wrap-anywhere">
                  {line.name}
                  <span className="block text-xs text-muted">{t.returns.from(receipt.returns[i] || t.returns.noReceipt)}</span>
                </td>
                <td className="py-1 ps-2 text-end">{money(-line.refund)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {!gift && <Sums order={order} money={money} />}
      <Barcode text={order.receiptNumber} className="mx-auto mt-4 h-12" />
      <p className="mt-2 text-center text-xs text-muted">{t.receipt.servedBy(order.staffName)}</p>
    </div>
  );
}

function Sums({ order, money }: { order: OrderRecord; money(amount: number): string }) {
  return (
    <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 border-t border-dashed border-edge/60 pt-2 tabular-nums">
      {sumRows(order).map(({ label, amount, strong }, i) => (
        <div key={i} className={strong ? "contents font-semibold" : "contents"}>
          <dt className={strong ? undefined : "min-w-0 wrap-anywhere text-muted"}>{label}</dt>
          <dd className="text-end">{money(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}
