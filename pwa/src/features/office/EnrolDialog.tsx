import { Suspense, lazy, useState } from "react";
import type { EnrolmentCode, OfficeRegister } from "../../domain/office";
import { formatMoment } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { usePending } from "../../ui/usePending";
import { useOffice } from "./office";
import { o } from "./texts";

const QrCode = lazy(() => import("../../ui/QrCode").then((m) => ({ default: m.QrCode })));

/** Makes a code that enrols one device, and shows it once: to scan, and to type. */
export function EnrolDialog({ register, onClose }: { register: OfficeRegister; onClose(): void }) {
  const { office } = useOffice();
  const { pending, error, run } = usePending();
  const [made, setMade] = useState<EnrolmentCode | null>(null);
  return (
    <Dialog title={o.registers.codeFor(`${register.name} · ${register.id}`)} onClose={onClose} testId="office-code">
      {made ? (
        <Code made={made} onClose={onClose} />
      ) : (
        <>
          <p className="text-sm text-muted">{o.registers.codeAsk}</p>
          {error && <p role="alert" className="mt-3 text-sm text-bad">{error}</p>}
          <Button look="primary" size="large" className="mt-6 w-full" disabled={pending} onClick={() => void run(async () => setMade(await office.newCode(register.id)))} data-testid="office-code-make">
            {o.registers.codeMake}
          </Button>
        </>
      )}
    </Dialog>
  );
}

function Code({ made, onClose }: { made: EnrolmentCode; onClose(): void }) {
  const address = `${location.origin}/#enrol=${made.code}`;
  return (
    <div className="grid justify-items-center gap-3 text-center">
      <p className="text-sm text-muted">{o.registers.codeScan}</p>
      <Suspense fallback={<div className="size-56 animate-pulse rounded-2xl bg-sunken" />}>
        <QrCode text={address} label={o.registers.codeQr} className="size-56" />
      </Suspense>
      <p className="text-3xl font-semibold tracking-widest select-all" data-testid="office-code-text" aria-label={o.registers.code}>
        {made.code}
      </p>
      <p className="text-sm break-all text-muted">{location.origin}</p>
      <p className="text-sm">
        {o.registers.codeOnce} {o.registers.codeUntil(formatMoment(made.expiresAt))}
      </p>
      <Button look="primary" size="large" className="mt-2 w-full" onClick={onClose} data-testid="office-code-done">
        {o.registers.done}
      </Button>
    </div>
  );
}
