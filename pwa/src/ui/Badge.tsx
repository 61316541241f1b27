import type { ComponentProps } from "react";
import { cx } from "./cx";

const tones = {
  neutral: "bg-sunken text-muted",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  accent: "bg-accent-soft text-accent",
} as const;

/** The colours that mean something; always beside a word or an icon. */
export type Tone = keyof typeof tones;

/** A small label in a colour that means something. */
export function Badge({ tone = "neutral", className, ...rest }: ComponentProps<"span"> & { tone?: Tone }) {
  return (
    <span
      className={cx("inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-[0.8125rem] font-medium whitespace-nowrap", tones[tone], className)}
      {...rest}
    />
  );
}
