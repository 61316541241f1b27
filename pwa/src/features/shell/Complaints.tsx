import { complaints } from "../../domain/health";
import { formatAge, t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { Button } from "../../ui/Button";
import { AlertIcon } from "../../ui/icons";

/** What is wrong with this device itself and somebody should mend; nothing while all is well. */
export function Complaints({ onDetails }: { onDetails(): void }) {
  const known = useLive(async (db) => ({ health: await db.setting("health"), status: await db.setting("status") }), ["health", "status"]);
  const [first] = complaints(known?.health, known?.status?.versionsDiffer === true);
  if (!first) return null;
  return (
    <div role="status" data-noprint data-testid="complaint" data-complaint={first} className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line bg-warn-soft px-3 py-1.5 text-sm font-medium text-warn sm:px-5">
      <AlertIcon />
      <p className="min-w-0 flex-1">{first === "clock" ? t.complaints.clock(formatAge(Math.abs(known?.health?.skewMs ?? 0))) : t.complaints[first]}</p>
      <Button onClick={onDetails}>{t.complaints.details}</Button>
    </div>
  );
}
