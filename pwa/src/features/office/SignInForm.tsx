import type { Staff } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { PinPad } from "../../ui/PinPad";
import { o } from "./texts";

/** Has the person enter their PIN again, as the gateway wants to hear it from them. */
export function SignInForm({ staff }: { staff: Staff }) {
  const services = useServices();
  return (
    <div className="mx-auto w-full max-w-sm rounded-3xl border border-line bg-surface p-6" data-testid="office-pin">
      <p className="text-sm text-muted">{o.again}</p>
      <p className="mt-2 text-sm text-muted">{o.needsGateway}</p>
      <PinPad title={t.signIn.pinFor(staff.name)} action={o.signIn} onPin={(pin) => services.signIn(staff, pin)} onBack={() => (location.hash = "")} />
    </div>
  );
}
