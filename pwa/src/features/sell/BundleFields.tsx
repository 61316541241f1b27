import { type Choices, bundleChoice, isBundleQuantity, takesSeveral } from "../../domain/choices";
import type { BundleOption, BundleSelection, ProductDocument } from "../../domain/product";
import { toMinor } from "../../domain/money";
import { decimalSign, formatCount, formatPercent, t } from "../../i18n/messages";
import { Field } from "../../ui/Field";
import { Choice } from "./Choice";
import { useSale } from "./sale";
import { o } from "./texts";

type Chosen = NonNullable<Choices["bundle"]>;

interface Props {
  bundle: NonNullable<ProductDocument["bundle"]>;
  parts: ReadonlyMap<number, string>;
  value: Chosen;
  onChange(value: Chosen): void;
}

/** The parts of a bundle to choose from. */
export function BundleFields({ bundle, parts, value, onChange }: Props) {
  const { money, currency } = useSale();
  const put = (option: BundleOption, selections: number[], quantity?: string) => {
    const others = value.filter((choice) => choice.optionId !== option.id);
    onChange(selections.length ? [...others, bundleChoice(option, selections, quantity)] : others);
  };
  const pick = (option: BundleOption, id: number) => {
    const chosen = value.find((choice) => choice.optionId === option.id)?.selections ?? [];
    if (takesSeveral(option)) return put(option, chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
    put(option, chosen.includes(id) && !option.required ? [] : [id]);
  };
  const charge = (selection: BundleSelection) => {
    if (!bundle.fixedPrice || Number(selection.price) === 0) return "";
    return selection.percent ? `+${formatPercent(selection.price)}` : `+${money(toMinor(selection.price, currency) ?? 0)}`;
  };
  const name = (selection: BundleSelection) => {
    const text = parts.get(selection.productId) || selection.sku;
    return Number(selection.quantity) === 1 ? text : `${formatCount(selection.quantity)} × ${text}`;
  };
  return (
    <>
      {(bundle.options ?? []).map((option) => {
        const choice = value.find((c) => c.optionId === option.id);
        const chosen = option.selections?.filter((s) => choice?.selections.includes(s.id)) ?? [];
        return (
          <fieldset key={option.id}>
            <legend className="mb-2 text-sm font-medium text-muted">{option.required ? option.title : t.choices.optional(option.title)}</legend>
            <div className="flex flex-wrap gap-2">
              {option.selections?.map((selection) => (
                <Choice key={selection.id} text={name(selection)} note={charge(selection)} on={chosen.includes(selection)} onClick={() => pick(option, selection.id)} testId={`bundle-${option.id}-${selection.id}`} />
              ))}
            </div>
            {choice && chosen.some((selection) => selection.userQuantity) && (
              <Field className="mt-2 w-44" label={t.choices.quantity} value={choice.quantity.replace(".", decimalSign)} error={isBundleQuantity(option, choice) ? "" : o.quantity} inputMode="numeric" onChange={(event) => put(option, choice.selections, event.target.value.trim().replace(",", ".").slice(0, 8))} data-testid={`bundle-quantity-${option.id}`} />
            )}
          </fieldset>
        );
      })}
    </>
  );
}
