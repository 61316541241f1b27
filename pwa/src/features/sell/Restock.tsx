import { t } from "../../i18n/messages";

/** Whether goods that came back can be sold again. */
export function Restock({ value, onChange }: { value: boolean; onChange(restock: boolean): void }) {
  return (
    <label className="flex min-h-11 items-center gap-3 text-sm font-medium">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} className="size-5 accent-accent" data-testid="return-restock" />
      {t.returns.restock}
    </label>
  );
}
