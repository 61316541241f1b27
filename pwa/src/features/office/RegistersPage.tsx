import { useState } from "react";
import type { OfficeDevice, OfficeRegister } from "../../domain/office";
import { Button } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { Answered } from "./Answered";
import { Card } from "./Card";
import { DeviceRow } from "./DeviceRow";
import { EnrolDialog } from "./EnrolDialog";
import { useAnswer } from "./office";
import { RevokeDialog } from "./RevokeDialog";
import { o } from "./texts";

const refreshMs = 30_000;

/** All registers with their devices: how they are doing, and who may be one. */
export function RegistersPage() {
  const answer = useAnswer((office) => office.registers(), "registers", refreshMs);
  const [enrolling, setEnrolling] = useState<OfficeRegister | null>(null);
  const [revoking, setRevoking] = useState<OfficeDevice | null>(null);
  const done = () => {
    setEnrolling(null);
    setRevoking(null);
    answer.again();
  };
  return (
    <Answered answer={answer}>
      {(registers) => (
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          {registers.map((register) => (
            <Register key={register.id} register={register} onEnrol={() => setEnrolling(register)} onRevoke={setRevoking} />
          ))}
          {enrolling && <EnrolDialog register={enrolling} onClose={done} />}
          {revoking && <RevokeDialog device={revoking} onClose={done} />}
        </div>
      )}
    </Answered>
  );
}

function Register({ register, onEnrol, onRevoke }: { register: OfficeRegister; onEnrol(): void; onRevoke(device: OfficeDevice): void }) {
  const now = useNow();
  const inUse = register.devices.filter((device) => device.revokedAt === null);
  const revoked = register.devices.filter((device) => device.revokedAt !== null);
  return (
    <Card title={`${register.name} · ${register.id}`}>
      <p className="-mt-2 mb-3 text-sm text-muted">{register.locationName}</p>
      {inUse.length === 0 && <p className="rounded-xl bg-sunken p-4 text-sm text-muted">{o.registers.none}</p>}
      <ul className="divide-y divide-line">
        {inUse.map((device) => (
          <DeviceRow key={device.id} device={device} now={now} onRevoke={() => onRevoke(device)} />
        ))}
      </ul>
      {revoked.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="flex h-11 cursor-pointer items-center text-muted">{o.registers.revoked(revoked.length)}</summary>
          <ul className="divide-y divide-line">
            {revoked.map((device) => (
              <DeviceRow key={device.id} device={device} now={now} />
            ))}
          </ul>
        </details>
      )}
      <Button className="mt-3" onClick={onEnrol} data-testid={`office-enrol-${register.id}`}>
        {o.registers.enrol}
      </Button>
    </Card>
  );
}
