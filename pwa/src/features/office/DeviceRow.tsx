import { type Health, type OfficeDevice, healthOf } from "../../domain/office";
import { formatAge, formatMoment } from "../../i18n/messages";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { AlertIcon, CheckIcon, ClockIcon, StopIcon } from "../../ui/icons";
import { Facts } from "./Card";
import { o } from "./texts";

const looks: Record<Health, { tone: Tone; icon: typeof CheckIcon }> = {
  ok: { tone: "ok", icon: CheckIcon },
  late: { tone: "warn", icon: ClockIcon },
  silent: { tone: "bad", icon: AlertIcon },
  never: { tone: "neutral", icon: ClockIcon },
  revoked: { tone: "neutral", icon: StopIcon },
};

/** A device of a register and how it is doing. */
export function DeviceRow({ device, now, onRevoke }: { device: OfficeDevice; now: number; onRevoke?(): void }) {
  const health = healthOf(device, now);
  const { tone, icon: Icon } = looks[health];
  const age = (moment: string) => formatAge(now - Date.parse(moment));
  const ago = (moment: string | null) => (moment === null ? null : o.registers.ago(age(moment)));
  const waiting = device.ordersWaiting ?? 0;
  const oldest = device.oldestWaitingAt === null ? "" : `, ${o.registers.oldest(age(device.oldestWaitingAt))}`;
  return (
    <li className="py-3" data-testid={`office-device-${device.id}`} data-health={health}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <span className="me-auto min-w-0 font-medium break-words">{device.label}</span>
        <Badge tone={tone}>
          <Icon className="size-4" />
          {o.registers.health[health]}
        </Badge>
      </div>
      <Facts
        facts={[
          [o.registers.seen, ago(device.seenAt) ?? o.registers.never],
          [o.registers.waiting, device.ordersWaiting === null ? null : <span className={waiting > 0 ? "font-medium text-warn" : undefined}>{waiting}{oldest}</span>],
          [o.registers.catalog, ago(device.catalogAt)],
          [o.registers.version, device.appVersion],
          [o.registers.enrolled, formatMoment(device.enrolledAt)],
          [o.registers.health.revoked, device.revokedAt === null ? null : formatMoment(device.revokedAt)],
        ]}
      />
      {onRevoke && (
        <Button look="danger" className="mt-3" onClick={onRevoke} data-testid={`office-revoke-${device.id}`}>
          {o.registers.revoke}
        </Button>
      )}
    </li>
  );
}
