import { type ComponentProps, type Ref, useId } from "react";
import { cx } from "./cx";

type Props = ComponentProps<"input"> & { label: string; hint?: string; error?: string; large?: boolean; ref?: Ref<HTMLInputElement> };

/** A labelled text field with room for a hint or an error. */
export function Field({ label, hint, error, large = false, className, ...rest }: Props) {
  const id = useId();
  const note = error || hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={cx(
          "w-full rounded-xl border bg-surface px-4 text-ink",
          large ? "h-14 text-2xl font-semibold tabular-nums" : "h-12 text-base",
          error ? "border-bad" : "border-edge",
        )}
        {...rest}
      />
      {note && (
        <p id={`${id}-note`} className={cx("mt-1.5 text-sm wrap-anywhere", error ? "text-bad" : "text-muted")}>
          {note}
        </p>
      )}
    </div>
  );
}
