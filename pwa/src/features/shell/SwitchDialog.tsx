import type { Staff } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { Dialog } from "../../ui/Dialog";
import { PinPad } from "../../ui/PinPad";

/** Hands the register over to another person, with whatever is open on it. */
export function SwitchDialog({ to, onClose }: { to: Staff; onClose(): void }) {
  const services = useServices();
  return (
    <Dialog title={t.menu.switchTo(to.name)} onClose={onClose} testId="switch">
      <PinPad title={t.signIn.pinFor(to.name)} action={t.signIn.submit} onPin={(pin) => services.signIn(to, pin).then(onClose)} onBack={onClose} />
    </Dialog>
  );
}
