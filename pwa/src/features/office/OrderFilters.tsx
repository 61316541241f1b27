import { type FormEvent, useState } from "react";
import { type Search, mayLookFor, plainSearch, stages } from "../../domain/officeSearch";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Chips } from "../../ui/Chips";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/Select";
import { LocationSelect } from "./LocationSelect";
import { useOffice } from "./office";
import { o } from "./texts";

/** What to look for among the orders. Choices take effect at once, what is typed when it is sent. */
export function OrderFilters({ search, onSearch }: { search: Search; onSearch(search: Search): void }) {
  const { registers } = useOffice();
  const [typed, setTyped] = useState(search);
  const [fault, setFault] = useState("");
  const change = (part: Partial<Search>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    return next;
  };
  const send = (next: Search) => {
    setFault(mayLookFor(next) ? "" : o.orders.textFault);
    if (mayLookFor(next)) onSearch(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(typed);
  };
  const here = registers.filter((register) => !typed.location || register.locationId === typed.location);
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4 rounded-2xl border border-line bg-surface p-4 sm:p-5">
      <Chips label={o.orders.columns.state}>
        {stages.map((stage) => (
          <Chip key={stage} on={typed.stage === stage} onClick={() => send(change({ stage }))} data-testid={`office-stage-${stage}`}>
            {o.orders.states[stage]}
          </Chip>
        ))}
      </Chips>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <LocationSelect value={typed.location} onChange={(location) => send(change({ location, register: "" }))} />
        <Select label={o.register} value={typed.register} onChange={(event) => send(change({ register: event.target.value }))} data-testid="office-register">
          <option value="">{o.allRegisters}</option>
          {here.map((register) => (
            <option key={register.id} value={register.id}>
              {register.name} · {register.id}
            </option>
          ))}
        </Select>
        <Field label={o.from} type="date" value={typed.from} max={typed.to || undefined} onChange={(event) => change({ from: event.target.value })} onBlur={() => send(typed)} data-testid="office-from" />
        <Field label={o.to} type="date" value={typed.to} min={typed.from || undefined} onChange={(event) => change({ to: event.target.value })} onBlur={() => send(typed)} data-testid="office-to" />
        <Field className="col-span-2 lg:col-span-1" label={o.orders.receipt} value={typed.receipt} maxLength={64} onChange={(event) => change({ receipt: event.target.value })} autoComplete="off" spellCheck={false} data-testid="office-receipt" />
        <Field className="col-span-2" label={o.orders.text} hint={o.orders.textHint} error={fault} value={typed.text} maxLength={100} onChange={(event) => change({ text: event.target.value })} autoComplete="off" data-testid="office-text" />
        <div className="col-span-2 flex gap-2 lg:col-span-1 lg:mt-[1.625rem]">
          <Button type="submit" look="primary" className="h-12 flex-1" data-testid="office-search">
            {o.orders.apply}
          </Button>
          <Button className="h-12" onClick={() => send(change(plainSearch))} data-testid="office-reset">
            {o.orders.reset}
          </Button>
        </div>
      </div>
    </form>
  );
}
