import { useState } from "react";
import type { Amount } from "../../domain/barcode";
import { type Chosen, choiceOf, choose, isPossible } from "../../domain/options";
import type { Configurable, ProductOption } from "../../domain/product";
import { t } from "../../i18n/messages";
import { type Sold, useServices } from "../../store/services";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { useSale } from "./sale";

interface Props {
  product: Configurable;
  /** How much there is of the variant. */
  amount: Amount;
  onSold(sold: Sold, amount: Amount): Promise<boolean>;
  onClose(): void;
}

/** Picks a variant: one value on each axis; the last one adds it. */
export function OptionDialog({ product, amount, onSold, onClose }: Props) {
  const services = useServices();
  const { go } = useSale();
  const [chosen, setChosen] = useState<Chosen>({});
  const pick = (code: string, id: number) => {
    const next = choose(product, chosen, code, id);
    const item = choiceOf(product, next);
    setChosen(next);
    if (item) void add(item.sku);
  };
  const add = async (sku: string) => {
    const found = await services.find(sku);
    if (found.kind === "options") return go({ kind: "options", asking: found, amount });
    onClose();
    if (found.kind === "item") await onSold(found, amount);
  };
  return (
    <Dialog title={product.item.name} onClose={onClose} testId="options">
      {product.options.length === 0 && <p className="text-muted">{t.options.none}</p>}
      {product.options.map((option) => (
        <Axis key={option.code} option={option} product={product} chosen={chosen} onPick={pick} />
      ))}
      <p className="mt-5 text-sm text-muted">{t.options.hint}</p>
    </Dialog>
  );
}

interface AxisProps {
  option: ProductOption;
  product: Configurable;
  chosen: Chosen;
  onPick(code: string, id: number): void;
}

function Axis({ option, product, chosen, onPick }: AxisProps) {
  return (
    <fieldset className="mt-4 first:mt-0">
      <legend className="mb-2 text-sm font-medium text-muted">{option.label}</legend>
      <div className="flex flex-wrap gap-2">
        {option.values.map((value) => {
          const on = chosen[option.code] === value.id;
          return (
            <button
              key={value.id}
              type="button"
              aria-pressed={on}
              onClick={() => onPick(option.code, value.id)}
              data-testid={`option-${option.code}-${value.id}`}
              className={cx(
                "flex h-12 min-w-14 items-center justify-center gap-2 rounded-xl border px-4 text-sm font-medium transition-colors",
                on ? "border-accent bg-accent-soft text-accent" : "border-line hover:border-accent",
                !on && !isPossible(product, chosen, option.code, value.id) && "border-dashed text-muted",
              )}
            >
              {value.swatchType === 1 && value.swatch && (
                <span aria-hidden="true" className="size-5 rounded-full border border-edge/50" style={{ background: value.swatch }} />
              )}
              {value.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
