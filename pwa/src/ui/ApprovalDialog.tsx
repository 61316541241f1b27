import { useState } from "react";
import { APPROVAL_MS, type Permission, may } from "../domain/approval";
import type { Staff } from "../domain/workplace";
import { t } from "../i18n/messages";
import { Avatar } from "./Avatar";
import { Dialog } from "./Dialog";
import { PinPad } from "./PinPad";

interface Props {
  permission: Permission;
  by: Staff;
  staff: readonly Staff[];
  /** Says for how long the approval holds, where it covers more than one use. */
  lasting?: boolean;
  /** Throws what to tell when the PIN is not taken. */
  onPin(who: Staff, pin: string): Promise<void>;
  onClose(): void;
}

/** Lets somebody who may allow it do so with their PIN, without signing the person at the register out. */
export function ApprovalDialog({ permission, by, staff, lasting = false, onPin, onClose }: Props) {
  const able = staff.filter((person) => may(person, permission));
  const [chosen, setChosen] = useState<Staff | null>(able.length === 1 ? able[0]! : null);
  return (
    <Dialog title={t.approval.title} onClose={onClose} testId="approval">
      <p className="text-sm text-muted">{t.approval.why(by.name, t.permissions[permission])}</p>
      {lasting && <p className="mt-1 text-sm text-muted">{t.approval.lasts(APPROVAL_MS / 60_000)}</p>}
      {chosen ? (
        <PinPad title={t.signIn.pinFor(chosen.name)} action={t.approval.allow} onPin={(pin) => onPin(chosen, pin)} onBack={able.length > 1 ? () => setChosen(null) : onClose} />
      ) : (
        <ul className="mt-5 grid gap-2.5">
          {able.length === 0 && <li>{t.approval.nobody}</li>}
          {able.map((person) => (
            <li key={person.id}>
              <button type="button" onClick={() => setChosen(person)} data-testid={`approver-${person.id}`} className="flex min-h-14 w-full items-center gap-4 rounded-2xl border border-line px-4 text-start font-medium hover:border-accent hover:bg-accent-soft">
                <Avatar name={person.name} /> {person.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
