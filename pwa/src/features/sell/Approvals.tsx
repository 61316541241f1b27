import { activeApprovals, endApproval } from "../../domain/approval";
import { formatAge, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { ClockIcon } from "../../ui/icons";
import { useNow } from "../../ui/useNow";
import { useSale } from "./sale";
import { o } from "./texts";

/** What somebody else's PIN allows on this order just now, for how long, and the way to end that early. */
export function Approvals() {
  const { cart, staff, workplace, change } = useSale();
  const now = useNow();
  const nameOf = (id: string) => workplace.staff.find((person) => person.id === id)?.name ?? id;
  return activeApprovals(staff, cart?.approvals ?? [], now).map((approval) => (
    <div key={`${approval.permission} ${approval.staffId}`} data-testid={`cart-approval-${approval.permission}`} className="flex min-h-11 items-center gap-2.5 rounded-xl bg-info-soft ps-3 text-info">
      <ClockIcon className="size-4" />
      <p className="min-w-0 flex-1 py-1.5">
        <span className="block font-medium">{o.approved.what(t.permissions[approval.permission])}</span>
        <span className="block text-xs">{o.approved.by(nameOf(approval.staffId), formatAge(Math.max(60_000, approval.left + 59_999)))}</span>
      </p>
      <Button
        look="quiet"
        className="text-info hover:text-info"
        onClick={() => void change((open) => ({ ...open, approvals: endApproval(open.approvals ?? [], approval) }))}
        aria-label={o.approved.endOf(t.permissions[approval.permission])}
        data-testid={`cart-approval-${approval.permission}-end`}
      >
        {o.approved.end}
      </Button>
    </div>
  ));
}
