import type { ComponentProps } from "react";
import { cx } from "./cx";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong font-semibold",
  plain: "bg-surface text-ink border border-line hover:bg-sunken font-medium",
  chosen: "bg-accent-soft text-accent border border-accent font-medium",
  quiet: "text-muted hover:bg-sunken hover:text-ink font-medium",
  danger: "bg-bad-soft text-bad hover:brightness-95 font-semibold",
} as const;

const sizes = {
  normal: "h-11 px-4 text-sm rounded-xl",
  large: "h-14 px-6 text-lg rounded-2xl",
  icon: "size-11 rounded-xl",
} as const;

type Props = ComponentProps<"button"> & { look?: keyof typeof looks; size?: keyof typeof sizes };

/** A button of at least 44 pixels. */
export function Button({ look = "plain", size = "normal", className, type = "button", ...rest }: Props) {
  return (
    <button
      type={type}
      className={cx(
        "inline-flex shrink-0 items-center justify-center gap-2 select-none",
        "disabled:opacity-45",
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
