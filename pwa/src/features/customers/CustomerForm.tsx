import { type FormEvent, useState } from "react";
import { type CustomerRecord, isTemporary, nameOf, newCustomerFault } from "../../domain/customer";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { notify } from "../../ui/notices";
import { usePending } from "../../ui/usePending";
import { o } from "./texts";

interface Props {
  /** What was searched for in vain, to begin with. */
  typed: string;
  onBack(): void;
  onTake(customer: CustomerRecord): void;
}

const longest = 255;

/** Takes a new customer down: no more than Magento asks for. */
export function CustomerForm({ typed, onBack, onTake }: Props) {
  const services = useServices();
  const [draft, setDraft] = useState(() => begun(typed));
  const [tried, setTried] = useState(false);
  const { pending, error, run } = usePending();
  const fault = newCustomerFault(draft);
  const set = (change: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault) return;
    void run(async () => {
      const { customer, known } = await (await services.customers()).create(draft);
      if (known) notify(o.known(nameOf(customer)));
      else if (isTemporary(customer.id)) notify(o.later(nameOf(customer)));
      onTake(customer);
    });
  };
  return (
    <form onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        {/* The name is what this form asks for first. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Field label={o.firstName} value={draft.firstName} onChange={(event) => set({ firstName: event.target.value })} maxLength={longest} autoComplete="off" autoFocus data-testid="customer-first-name" />
        <Field label={o.lastName} value={draft.lastName} onChange={(event) => set({ lastName: event.target.value })} maxLength={longest} autoComplete="off" data-testid="customer-last-name" />
      </div>
      <Field
        label={o.email}
        type="email"
        value={draft.email}
        onChange={(event) => set({ email: event.target.value })}
        error={error || (tried && fault ? o.faults[fault] : "")}
        maxLength={longest}
        autoComplete="off"
        data-testid="customer-email"
      />
      <div className="flex gap-3">
        <Button size="large" onClick={onBack}>
          {t.back}
        </Button>
        <Button type="submit" look="primary" size="large" className="flex-1" disabled={pending} data-testid="customer-save">
          {pending ? o.saving : o.save}
        </Button>
      </div>
    </form>
  );
}

/** An address or a name that somebody searched for need not be typed again. */
function begun(typed: string): { firstName: string; lastName: string; email: string } {
  const text = typed.trim();
  if (text.includes("@")) return { firstName: "", lastName: "", email: text };
  if (/\d/.test(text)) return { firstName: "", lastName: "", email: "" };
  const [firstName = "", ...rest] = text.split(/\s+/);
  return { firstName, lastName: rest.join(" "), email: "" };
}
