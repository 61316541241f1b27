import type { ReactNode } from "react";

/** A row of chips; on a narrow screen it scrolls sideways. label says what is chosen by them. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="-m-1 flex max-w-[calc(100%+0.5rem)] min-w-0 gap-2 overflow-x-auto p-1 [scrollbar-width:none]">
      {children}
    </div>
  );
}
