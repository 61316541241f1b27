import { useState } from "react";
import type { Staff, Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { Avatar } from "../../ui/Avatar";
import { Empty } from "../../ui/Empty";
import { LockIcon, Logo } from "../../ui/icons";
import { LanguageChoice } from "../../ui/LanguageChoice";
import { PinPad } from "../../ui/PinPad";

/** Who works here now: choose a name, then prove it with the PIN. */
export function SignInScreen({ workplace }: { workplace: Workplace }) {
  const services = useServices();
  const [staff, setStaff] = useState<Staff | null>(null);
  return (
    <main className="grid h-full place-items-center overflow-y-auto p-4">
      <div className="w-full max-w-md rounded-3xl border border-line bg-surface p-6 shadow-sm sm:p-8">
        <div className="flex items-center gap-3">
          <Logo />
          <div>
            <p className="leading-tight font-semibold">{workplace.location.name}</p>
            <p className="text-sm text-muted">{workplace.register.name}</p>
          </div>
        </div>
        {staff ? (
          <PinPad title={t.signIn.pinFor(staff.name)} action={t.signIn.submit} onPin={(pin) => services.signIn(staff, pin)} onBack={() => setStaff(null)} />
        ) : (
          <>
            <h1 className="mt-7 mb-4 text-xl font-semibold tracking-tight">{t.signIn.title}</h1>
            {workplace.staff.length === 0 && <Empty icon={<LockIcon />} title={t.signIn.none} />}
            <ul className="grid gap-2.5">
              {workplace.staff.map((person) => (
                <li key={person.id}>
                  <button
                    type="button"
                    onClick={() => setStaff(person)}
                    data-testid={`staff-${person.id}`}
                    className="flex min-h-16 w-full items-center gap-4 rounded-2xl border border-line px-4 text-start transition-colors hover:border-accent hover:bg-accent-soft"
                  >
                    <Avatar name={person.name} />
                    <span className="flex-1 font-medium">{person.name}</span>
                    <span className="text-sm text-muted">{t.signIn.role[person.role]}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        {!staff && <LanguageChoice className="mt-6 flex justify-center gap-1" />}
      </div>
    </main>
  );
}
