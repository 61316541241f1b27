import { useState } from "react";
import { type Customer, without } from "../../domain/cart";
import { type CustomerRecord, MIN_SEARCH } from "../../domain/customer";
import { changeCart } from "../../store/cart";
import { attachCustomer, recentCustomers } from "../../store/customers";
import { useDatabase, useLive } from "../../store/live";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Field } from "../../ui/Field";
import { PersonIcon } from "../../ui/icons";
import { CustomerForm } from "./CustomerForm";
import { CustomerList } from "./CustomerList";
import { o } from "./texts";
import { useCustomerSearch } from "./useCustomerSearch";

interface Props {
  attached: Customer | undefined;
  currency: string;
  groups: ReadonlyMap<number, string>;
  onClose(): void;
}

/** Says who buys: somebody lately seen, somebody found, or somebody new. */
export function CustomerDialog({ attached, currency, groups, onClose }: Props) {
  const db = useDatabase();
  const [typed, setTyped] = useState("");
  const [creating, setCreating] = useState(false);
  const take = (customer: CustomerRecord) => {
    void attachCustomer(db, currency, customer, Date.now());
    onClose();
  };
  const remove = () => {
    void changeCart(db, currency, (cart) => without(cart, "customer"));
    onClose();
  };
  if (creating) {
    return (
      <Dialog title={o.create} onClose={onClose} testId="customer">
        <CustomerForm typed={typed} onBack={() => setCreating(false)} onTake={take} />
      </Dialog>
    );
  }
  return (
    <Dialog title={o.title} onClose={onClose} testId="customer">
      <div className="grid grid-cols-1 gap-4">
        {attached && (
          <div className="flex items-center gap-3 rounded-2xl bg-sunken p-3">
            <Avatar name={attached.name} />
            <span className="min-w-0 flex-1">
              <span className="block text-xs text-muted">{o.attached}</span>
              <span className="block truncate font-medium">{attached.name}</span>
            </span>
            <Button onClick={remove} data-testid="customer-off">
              {o.remove}
            </Button>
          </div>
        )}
        {/* Who it is is what this dialog asks for. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Field label={o.search} hint={o.searchHint} value={typed} onChange={(event) => setTyped(event.target.value.slice(0, 100))} type="text" inputMode="search" autoComplete="off" spellCheck={false} autoFocus data-testid="customer-search" />
        <Answers typed={typed} groups={groups} onTake={take} />
        <Button size="large" onClick={() => setCreating(true)} data-testid="customer-new">
          <PersonIcon /> {o.create}
        </Button>
      </div>
    </Dialog>
  );
}

/** Whom the search means; before one is typed, who was here lately. */
function Answers({ typed, groups, onTake }: { typed: string; groups: Props["groups"]; onTake(customer: CustomerRecord): void }) {
  const recent = useLive((db) => recentCustomers(db, Date.now()), ["customers"]);
  const { found, searching, fault } = useCustomerSearch(typed);
  if (typed.trim().length < MIN_SEARCH) {
    if (!recent) return null;
    if (recent.length === 0) return <Empty icon={<PersonIcon className="size-7" />} title={o.none}>{o.noneHint}</Empty>;
    return (
      <section aria-label={o.recent}>
        <h3 className="mb-2 text-sm font-medium text-muted">{o.recent}</h3>
        <CustomerList customers={recent} groups={groups} onTake={onTake} />
      </section>
    );
  }
  return (
    <div aria-live="polite" data-testid="customer-results" data-searching={searching}>
      {fault && <p className="mb-3 rounded-xl bg-warn-soft p-3 text-sm text-warn" data-testid="customer-fault">{fault} {o.offline}</p>}
      {found.length > 0 && <CustomerList customers={found} groups={groups} onTake={onTake} />}
      {found.length === 0 && searching && <p className="p-4 text-center text-sm text-muted">{o.searching}</p>}
      {found.length === 0 && !searching && <Empty icon={<PersonIcon className="size-7" />} title={o.nothing(typed.trim().slice(0, 40))}>{o.nothingHint}</Empty>}
    </div>
  );
}
