import { useState } from "react";
import { isSkewed } from "../../domain/health";
import { formatAge, formatBytes, formatMoment, formatPercent } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { LOCK_MINUTES, lockMinutes } from "../../store/lock";
import type { Health } from "../../store/records";
import { useDatabase } from "../../store/live";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { o } from "./texts";

/** How this device is: what it keeps, whether that is safe, its clock, and what it can do without the gateway. */
export function DeviceDialog({ onOrders, onClose }: { onOrders(): void; onClose(): void }) {
  const known = useLive(
    async (db) => ({ device: await db.setting("device"), health: await db.setting("health"), catalog: await db.setting("catalog"), minutes: await lockMinutes(db) }),
    ["device", "health", "catalog", "lockMinutes"],
  );
  if (!known) return null;
  const { device, health, catalog } = known;
  const rows: [string, string, string][] = [
    ["register", o.register, `${device?.workplace.register.name ?? ""} · ${device?.workplace.register.id ?? ""}`],
    ["name", o.name, device?.label ?? ""],
    ["version", o.version, import.meta.env.VITE_VERSION],
    ["catalog", o.catalog, catalog ? formatMoment(catalog.updatedAt) : o.never],
    ["storage", o.storage, health?.quota ? o.of(formatBytes(health.used), formatBytes(health.quota), formatPercent(String(Math.round((100 * health.used) / health.quota)))) : o.unknown],
    ["clock", o.clock, clockOf(health)],
    ["kept", o.kept, health?.persisted ? o.yes : o.no],
  ];
  return (
    <Dialog title={o.title} wide onClose={onClose} testId="device">
      <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
        {rows.map(([key, label, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="mb-1 font-medium sm:mb-0 sm:text-end" data-testid={`device-${key}`}>{value}</dd>
          </div>
        ))}
      </dl>
      {health && !health.persisted && <Keep />}
      <LockChoice minutes={known.minutes} />
      <section className="mt-6 text-sm">
        <h3 className="mb-1 text-base font-semibold">{o.offline}</h3>
        <p>{o.works}</p>
        <p className="mt-3 font-medium">{o.needs}</p>
        <ul className="mt-1 grid gap-1" data-testid="needs-gateway">
          {o.why.map(([what, why]) => (
            <li key={what}>
              {what}: <span className="text-muted">{why}.</span>
            </li>
          ))}
        </ul>
      </section>
      <Button size="large" className="mt-6 w-full" onClick={onOrders} data-testid="device-orders">{o.orders}</Button>
    </Dialog>
  );
}

function clockOf(health: Health | undefined): string {
  if (!health || health.skewMs === null) return o.unknown;
  if (!isSkewed(health.skewMs)) return o.right;
  return (health.skewMs > 0 ? o.ahead : o.behind)(formatAge(Math.abs(health.skewMs)));
}

/** Asks the browser to keep what is stored here, and shows its answer. */
function Keep() {
  const services = useServices();
  const [refused, setRefused] = useState(false);
  return (
    <div className="mt-3 rounded-xl bg-warn-soft p-3 text-sm text-warn">
      <p>{refused ? o.refused : o.noHint}</p>
      <Button className="mt-2" onClick={() => void services.keepData().then((kept) => setRefused(!kept))} data-testid="device-keep">{o.ask}</Button>
    </div>
  );
}

function LockChoice({ minutes }: { minutes: number }) {
  const db = useDatabase();
  return (
    <section className="mt-6">
      <h3 className="mb-2 font-semibold">{o.lock}</h3>
      <div role="group" aria-label={o.lock} className="flex flex-wrap gap-2">
        {LOCK_MINUTES.map((each) => (
          <Button key={each} aria-pressed={minutes === each} look={minutes === each ? "chosen" : "plain"} onClick={() => void db.setSetting("lockMinutes", each)} data-testid={`lock-after-${each}`}>
            {each === 0 ? o.not : o.after(each)}
          </Button>
        ))}
      </div>
    </section>
  );
}
