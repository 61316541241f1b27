import { t } from "../i18n/messages";
import { cx } from "./cx";
import { Field } from "./Field";

interface Props {
  reasons: readonly string[];
  value: string;
  onChange(reason: string): void;
}

/** As long a reason as an order may carry. */
export const longestReason = 1_000;

/** Why something is done: one of the usual reasons, or one's own words. */
export function Reason({ reasons, value, onChange }: Props) {
  return (
    <div>
      <div role="group" aria-label={t.reason.title} className="mb-2 flex flex-wrap gap-2">
        {reasons.map((reason) => (
          <button
            key={reason}
            type="button"
            aria-pressed={value === reason}
            onClick={() => onChange(reason)}
            className={cx("h-11 rounded-full border px-4 text-sm font-medium", value === reason ? "border-accent bg-accent-soft text-accent" : "border-line hover:bg-sunken")}
          >
            {reason}
          </button>
        ))}
      </div>
      <Field label={t.reason.own} value={value} onChange={(event) => onChange(event.target.value.slice(0, longestReason))} autoComplete="off" data-testid="reason" />
    </div>
  );
}
