import { type ComponentProps, useId } from "react";

type Props = ComponentProps<"textarea"> & { label: string; hint?: string };

/** A labelled text of several lines with room for a hint. */
export function TextArea({ label, hint, rows = 3, ...rest }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="w-full rounded-xl border border-edge bg-surface px-4 py-3 text-base text-ink"
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
