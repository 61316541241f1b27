import { type FormEvent, useState } from "react";
import { flushSync } from "react-dom";
import type { Cart } from "../../domain/cart";
import { needsRegion } from "../../domain/countries";
import { type Delivery, type Recipient, recipientFault, regionsOf, tidied } from "../../domain/delivery";
import type { ShippingOption, Workplace } from "../../domain/workplace";
import { Button } from "../../ui/Button";
import { Option } from "./Option";
import { RecipientFields } from "./RecipientFields";
import { useSale } from "./sale";
import { o } from "./texts";

interface Props {
  cart: Cart;
  options: readonly ShippingOption[];
  onTake(delivery: Delivery): void;
}

/** Asks who gets the parcel, where, and by which method. */
export function ShipForm({ cart, options, onTake }: Props) {
  const { pricer, money, workplace } = useSale();
  const before = cart.delivery?.kind === "SHIP" ? cart.delivery : null;
  const [to, setTo] = useState<Recipient>(before?.to ?? begun(cart, workplace));
  const [method, setMethod] = useState(before?.method ?? options[0]?.method);
  const [tried, setTried] = useState(false);
  const regions = pricer ? regionsOf(pricer.pricing.tax.regions, to.country) : [];
  const fault = recipientFault(to, regions.length > 0 && needsRegion(to.country));
  const by = (option: ShippingOption): Delivery => ({ kind: "SHIP", method: option.method, name: option.name, price: option.price ?? null, to: tidied(to) });
  const chosen = options.find((option) => option.method === method);
  const costs = (option: ShippingOption) => {
    const charge = pricer?.charge({ ...cart, delivery: by(option) }, new Date());
    return !charge || charge.stop ? null : charge.shownShipping;
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!fault && chosen) return onTake(by(chosen));
    const form = event.currentTarget;
    flushSync(() => setTried(true));
    // On a phone what is missing may be out of sight.
    form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-5">
      <RecipientFields to={to} regions={regions} fault={tried ? fault : null} onChange={setTo} />
      <fieldset className="grid gap-2.5">
        <legend className="mb-1.5 text-sm font-medium">{o.delivery.method}</legend>
        {options.map((option) => {
          const cost = costs(option);
          return (
            <Option key={option.method} name="method" on={option.method === method} onChoose={() => setMethod(option.method)} testId={`ship-${option.method}`}>
              <span className="min-w-0 flex-1 font-medium">{option.name}</span>
              <span className="tabular-nums">{cost === null ? "–" : cost === 0 ? o.delivery.free : money(cost)}</span>
            </Option>
          );
        })}
      </fieldset>
      <Button type="submit" look="primary" size="large" disabled={!chosen} data-testid="delivery-apply">
        {o.delivery.apply}
      </Button>
    </form>
  );
}

/** What is known of the recipient before anything is typed: the customer's name, and that most parcels stay in the country. */
function begun({ customer }: Cart, { location }: Workplace): Recipient {
  const [firstName = "", ...rest] = (customer?.name ?? "").split(" ");
  const name = customer?.new ?? { firstName, lastName: rest.join(" ") };
  return { firstName: name.firstName, lastName: name.lastName, street: ["", ""], postcode: "", city: "", country: location.address.country, telephone: customer?.phone ?? "" };
}
