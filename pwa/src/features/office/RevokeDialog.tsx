import type { OfficeDevice } from "../../domain/office";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { usePending } from "../../ui/usePending";
import { useOffice } from "./office";
import { o } from "./texts";

/** Asks once more before a device is barred. */
export function RevokeDialog({ device, onClose }: { device: OfficeDevice; onClose(): void }) {
  const { office } = useOffice();
  const { pending, error, run } = usePending();
  const waiting = device.ordersWaiting ?? 0;
  return (
    <Dialog title={o.registers.revokeAsk(device.label)} onClose={onClose} testId="office-revoke">
      <p>{o.registers.revokeWarn}</p>
      {waiting > 0 && <p className="mt-3 rounded-xl bg-warn-soft p-3 text-sm text-warn">{o.registers.revokeWaiting(waiting)}</p>}
      {error && <p role="alert" className="mt-3 text-sm text-bad">{error}</p>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button look="danger" disabled={pending} onClick={() => void run(() => office.revoke(device.id).then(onClose))} data-testid="office-revoke-yes">
          {o.registers.revokeYes}
        </Button>
      </div>
    </Dialog>
  );
}
