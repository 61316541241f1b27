import type { OfficeOrder } from "../../domain/office";
import { formatMoment, t } from "../../i18n/messages";
import { Card, Facts } from "./Card";
import { useOffice } from "./office";
import { o } from "./texts";

/** What else is known of an order. */
export function OrderFacts({ order }: { order: OfficeOrder }) {
  const { registers, people } = useOffice();
  const register = registers.find((each) => each.id === order.registerId);
  const { fulfilment } = order;
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const pickup = fulfilment?.locationId ? registers.find((each) => each.locationId === fulfilment.locationId)?.locationName ?? fulfilment.locationId : "";
  return (
    <Card title={o.order.facts}>
      <Facts
        facts={[
          [o.location, register?.locationName ?? order.locationId],
          [o.register, register ? `${register.name} · ${register.id}` : order.registerId],
          [o.order.soldBy, nameOf(order.staffId)],
          [o.order.number, order.magentoOrderNumber],
          [o.order.status, order.magentoStatus],
          [o.order.strategy, order.strategy && (o.order.strategies[order.strategy] ?? order.strategy)],
          [o.order.customer, order.customerId ?? o.order.guest],
          [o.order.coupon, order.coupon],
          [o.order.fulfilment, fulfilment && [o.order.kinds[fulfilment.kind] ?? fulfilment.kind, pickup].filter(Boolean).join(", ")],
          [o.order.tracking, order.tracking.map(({ carrier, number }) => `${carrier} ${number}`).join(", ")],
          [o.order.waits, order.waitsFor.map((wait) => o.order.waitsFor[wait] ?? wait).join(", ")],
          [o.order.unapproved, order.unapproved.map((each) => t.permissions[each] ?? each).join(", ")],
          [o.order.handOver, order.handedOverAt && [formatMoment(order.handedOverAt), order.handedOverBy && o.actions.by(nameOf(order.handedOverBy))].filter(Boolean).join(" ")],
          [o.order.id, order.id],
        ]}
      />
    </Card>
  );
}
