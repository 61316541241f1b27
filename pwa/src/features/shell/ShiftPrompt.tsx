import { useState } from "react";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { DrawerIcon } from "../../ui/icons";

/** Asks whoever begins to sell to open a shift, until they say not now. It stands in nobody's way: a customer does not wait for it. */
export function ShiftPrompt({ hidden, onOpen }: { hidden: boolean; onOpen(): void }) {
  const [later, setLater] = useState(false);
  if (later || hidden) return null;
  return (
    <div data-noprint data-testid="shift-prompt" className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line bg-info-soft px-3 py-1.5 text-sm text-info sm:px-5">
      <DrawerIcon className="hidden sm:block" />
      <p className="min-w-0 flex-1 font-medium">{t.shift.none}</p>
      <Button onClick={onOpen} data-testid="shift-prompt-open">{t.shift.open}</Button>
      <Button look="quiet" onClick={() => setLater(true)} data-testid="shift-prompt-later">{t.shift.later}</Button>
    </div>
  );
}
