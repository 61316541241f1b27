import type { ComponentProps } from "react";
import { cx } from "./cx";

/** One of several choices that narrow what is shown. */
export function Chip({ on, className, ...rest }: ComponentProps<"button"> & { on: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      className={cx(
        "flex h-11 shrink-0 items-center gap-2 rounded-full border px-4 text-sm font-medium",
        on ? "border-accent bg-accent text-on-accent" : "border-line bg-surface hover:bg-sunken",
        className,
      )}
      {...rest}
    />
  );
}
