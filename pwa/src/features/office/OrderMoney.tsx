import { formatMoney } from "../../domain/money";
import type { OfficeOrder, OfficeTotals } from "../../domain/office";
import { t } from "../../i18n/messages";
import { cx } from "../../ui/cx";
import { Card, Facts } from "./Card";
import { useOffice } from "./office";
import { OrderLink } from "./OrderLink";
import { o } from "./texts";

const rows = ["subtotal", "discount", "shipping", "tax", "total"] as const satisfies readonly (keyof OfficeTotals)[];

/** What was charged beside what Magento calculates, and how it was paid. */
export function OrderMoney({ order }: { order: OfficeOrder }) {
  const { locale } = useOffice();
  const money = (amount: number) => formatMoney(amount, order.currency, locale);
  const some = (amount: number) => (amount === 0 ? null : money(amount));
  const { charged, expected } = order;
  return (
    <Card title={o.order.money}>
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr className="text-muted">
            <td />
            <th scope="col" className="pb-1 text-end font-normal">{o.order.charged}</th>
            {expected && <th scope="col" className="pb-1 ps-4 text-end font-normal">{o.order.expected}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row !== "total" && charged[row] === 0 && !expected?.[row] ? null : (
              <tr key={row} className={row === "total" ? "font-semibold" : undefined}>
                <th scope="row" className={cx("py-0.5 text-start", row === "total" ? "font-semibold" : "font-normal text-muted")}>{o.order[row]}</th>
                <td className="text-end">{money(row === "discount" ? -charged[row] : charged[row])}</td>
                {expected && (
                  <td className={cx("ps-4 text-end", expected[row] !== charged[row] && "font-semibold text-bad")}>{money(row === "discount" ? -expected[row] : expected[row])}</td>
                )}
              </tr>
            ),
          )}
        </tbody>
      </table>
      <hr className="my-3 border-line" />
      <Facts
        facts={[
          ...order.tenders.map(({ kind, amount, reference }) => [[t.pay.kinds[kind] ?? kind, reference].filter(Boolean).join(" "), money(amount)] as const),
          [o.order.change, some(order.change)],
          [o.order.rounding, some(order.rounding)],
          [o.order.deferred, some(order.deferred)],
          ...order.payments.map(({ orderId, receiptNumber, amount }) => [o.order.paidLater(receiptNumber), <OrderLink key={orderId} id={orderId} text={money(amount)} />] as const),
          [o.order.open, order.deferred > 0 && order.deferred > order.deferredPaid ? money(order.deferred - order.deferredPaid) : null],
          ...order.balances.map(({ orderId, amount }, i) => [o.order.paysEarlier(i + 1), <OrderLink key={orderId} id={orderId} text={money(amount)} />] as const),
          [o.order.refunded, some(order.refunded)],
        ]}
      />
      {order.differences.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-sm font-semibold">{o.order.differences}</h3>
          <Facts
            facts={order.differences.map((d) => [d.sku, `${money(d.charged + d.chargedTax - d.chargedDiscount)} / ${money(d.expected + d.expectedTax - d.expectedDiscount)}`] as const)}
          />
        </>
      )}
    </Card>
  );
}
