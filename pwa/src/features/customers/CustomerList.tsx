import { type CustomerRecord, isTemporary, nameOf } from "../../domain/customer";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { o } from "./texts";

interface Props {
  customers: readonly CustomerRecord[];
  groups: ReadonlyMap<number, string>;
  onTake(customer: CustomerRecord): void;
}

/** Customers to choose from: what tells two of one name apart stands below it. */
export function CustomerList({ customers, groups, onTake }: Props) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line">
      {customers.map((customer) => (
        <li key={customer.id}>
          <button
            type="button"
            onClick={() => onTake(customer)}
            data-testid={`customer-${customer.id}`}
            className="flex min-h-16 w-full items-center gap-3 px-3 py-2 text-start hover:bg-sunken"
          >
            <Avatar name={nameOf(customer)} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{nameOf(customer)}</span>
              <span className="block truncate text-sm text-muted">{[customer.email, customer.phone].filter(Boolean).join(" · ")}</span>
            </span>
            {isTemporary(customer.id) ? <Badge tone="info">{o.fresh}</Badge> : <Badge>{groups.get(customer.groupId) ?? customer.groupId}</Badge>}
          </button>
        </li>
      ))}
    </ul>
  );
}
