import { useState } from "react";
import { type Delivery, onOneLine } from "../../domain/delivery";
import type { PickupPlace } from "../../domain/workplace";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Option } from "./Option";
import { useSale } from "./sale";
import { o } from "./texts";

interface Props {
  places: readonly PickupPlace[];
  /** The id of the place that was chosen before. */
  chosen: string | undefined;
  onTake(delivery: Delivery): void;
}

/** Asks where the customer picks the goods up. */
export function PickupForm({ places, chosen, onTake }: Props) {
  const { workplace } = useSale();
  const [id, setId] = useState(chosen ?? places[0]?.id);
  const place = places.find((each) => each.id === id);
  return (
    <div className="grid gap-5">
      <fieldset className="grid gap-2.5">
        <legend className="mb-1.5 text-sm font-medium">{o.delivery.at}</legend>
        {places.map((each) => (
          <Option key={each.id} name="pickup" on={each.id === id} onChoose={() => setId(each.id)} testId={`pickup-${each.id}`}>
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{each.name}</span>
              <span className="block text-sm text-muted">{onOneLine(each.address)}</span>
            </span>
            {each.id === workplace.location.id && <Badge tone="info">{o.delivery.here}</Badge>}
          </Option>
        ))}
      </fieldset>
      <p className="text-sm text-muted">{o.delivery.pickupHint}</p>
      <Button look="primary" size="large" disabled={!place} onClick={() => place && onTake({ kind: "PICKUP", place })} data-testid="delivery-apply">
        {o.delivery.apply}
      </Button>
    </div>
  );
}
