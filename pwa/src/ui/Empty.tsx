import type { ReactNode } from "react";

/** What stands where nothing is to be shown: why, and what to do. */
export function Empty({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full min-h-56 flex-col items-center justify-center gap-2 p-8 text-center">
      <div className="mb-2 grid size-14 place-items-center rounded-2xl bg-sunken text-muted">{icon}</div>
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-xs text-sm text-balance text-muted">{children}</div>}
    </div>
  );
}
