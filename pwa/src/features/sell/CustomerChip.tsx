import { without } from "../../domain/cart";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CloseIcon, PersonIcon } from "../../ui/icons";
import { useSale } from "./sale";

/** Who buys, and the way to say so. */
export function CustomerChip() {
  const { cart, change, go, pricer } = useSale();
  const customer = cart?.customer;
  const group = pricer?.pricing.groups.find((each) => each.id === customer?.group)?.code;
  return (
    <div className="flex shrink-0 items-center px-3 pb-2 md:px-5">
      <button
        type="button"
        onClick={() => go({ kind: "customer" })}
        aria-keyshortcuts="F4"
        data-testid="customer-open"
        className="flex h-11 min-w-0 flex-1 items-center gap-2.5 rounded-xl border border-line px-3 text-start text-sm hover:bg-sunken"
      >
        <PersonIcon className="text-muted" />
        {customer ? (
          <span className="min-w-0 flex-1 truncate" data-testid="cart-customer">
            <span className="font-medium">{customer.name}</span>
            <span className="text-muted"> · {customer.new ? t.customer.isNew : (group ?? customer.email)}</span>
          </span>
        ) : (
          <span className="text-muted">{t.customer.add}</span>
        )}
      </button>
      {customer && (
        <Button look="quiet" size="icon" className="-me-2" onClick={() => void change((now) => without(now, "customer"))} aria-label={t.customer.remove(customer.name)} data-testid="customer-remove">
          <CloseIcon className="size-4" />
        </Button>
      )}
    </div>
  );
}
