import type { ReactNode } from "react";
import { cx } from "../../ui/cx";

interface Props {
  /** The same for all of which one is chosen. */
  name: string;
  on: boolean;
  onChoose(): void;
  testId: string;
  children: ReactNode;
}

/** One of several choices of which one holds. */
export function Option({ name, on, onChoose, testId, children }: Props) {
  return (
    <label className={cx("flex min-h-14 cursor-pointer items-center gap-3 rounded-2xl border px-4 py-2.5", on ? "border-accent bg-accent-soft" : "border-line hover:bg-sunken")}>
      <input type="radio" name={name} checked={on} onChange={onChoose} className="size-5 shrink-0 accent-accent" data-testid={testId} />
      {children}
    </label>
  );
}
