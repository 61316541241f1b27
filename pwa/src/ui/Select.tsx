import { type ComponentProps, useId } from "react";

/** A labelled choice of one out of many, by the device's own means. */
export function Select({ label, className, children, ...rest }: ComponentProps<"select"> & { label: string }) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <select id={id} className="h-12 w-full rounded-xl border border-edge bg-surface px-3 text-base text-ink" {...rest}>
        {children}
      </select>
    </div>
  );
}
