import { useState } from "react";
import { may } from "../../domain/approval";
import type { Staff } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { Avatar } from "../../ui/Avatar";
import { Dialog } from "../../ui/Dialog";
import { PinPad } from "../../ui/PinPad";
import { useSale } from "./sale";
import type { Asked } from "./useSaleState";

/** Lets somebody who may allow it do so with their PIN, without signing the person at the register out. */
export function ApprovalDialog({ asked, by, onClose }: { asked: Asked; by: Staff; onClose(): void }) {
  const services = useServices();
  const { workplace } = useSale();
  const able = workplace.staff.filter((person) => may(person, asked.permission));
  const [chosen, setChosen] = useState<Staff | null>(able.length === 1 ? able[0]! : null);
  const prove = async (pin: string) => {
    if (!chosen) return;
    await services.authorise(chosen, pin);
    onClose();
    asked.then(chosen.id);
  };
  return (
    <Dialog title={t.approval.title} onClose={onClose} testId="approval">
      <p className="text-sm text-muted">{t.approval.why(by.name, t.permissions[asked.permission])}</p>
      {chosen ? (
        <PinPad title={t.signIn.pinFor(chosen.name)} action={t.approval.allow} onPin={prove} onBack={able.length > 1 ? () => setChosen(null) : onClose} />
      ) : (
        <ul className="mt-5 grid gap-2.5">
          {able.length === 0 && <li>{t.approval.nobody}</li>}
          {able.map((person) => (
            <li key={person.id}>
              <button type="button" onClick={() => setChosen(person)} data-testid={`approver-${person.id}`} className="flex min-h-14 w-full items-center gap-4 rounded-2xl border border-line px-4 text-left font-medium hover:border-accent hover:bg-accent-soft">
                <Avatar name={person.name} /> {person.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
