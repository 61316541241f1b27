import { toMinor } from "../../domain/money";
import type { ProductDocument } from "../../domain/product";
import { t } from "../../i18n/messages";
import { Choice } from "./Choice";
import { useSale } from "./sale";

interface Props {
  downloads: NonNullable<ProductDocument["downloads"]>;
  value: readonly number[];
  onChange(links: number[]): void;
}

/** The files of a downloadable product, bought one by one. */
export function LinkFields({ downloads, value, onChange }: Props) {
  const { money, currency } = useSale();
  const pick = (id: number) => onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id]);
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium text-muted">{t.choices.files}</legend>
      <div className="flex flex-wrap gap-2">
        {downloads.map((file) => (
          <Choice key={file.id} text={file.title} note={`+${money(toMinor(file.price, currency) ?? 0)}`} on={value.includes(file.id)} onClick={() => pick(file.id)} testId={`link-${file.id}`} />
        ))}
      </div>
    </fieldset>
  );
}
