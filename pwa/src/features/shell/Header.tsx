import { Suspense, lazy, useState } from "react";
import { may } from "../../domain/approval";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import type { Session } from "../../store/records";
import { cx } from "../../ui/cx";
import { DrawerIcon, GridIcon, Logo, OfficeIcon, ReceiptIcon } from "../../ui/icons";
import { CatalogChip } from "./CatalogChip";
import { Complaints } from "./Complaints";
import { SyncChip } from "./SyncChip";

const DeviceDialog = lazy(() => import("./DeviceDialog").then((m) => ({ default: m.DeviceDialog })));
const StaffMenu = lazy(() => import("./StaffMenu").then((m) => ({ default: m.StaffMenu })));

/** The views of the register. */
export type View = "sell" | "orders" | "shift" | "office";

interface Props {
  workplace: Workplace;
  session: Session;
  view: View;
  onView(view: View): void;
}

/** Where one is, where one can go, and how the register is doing. */
export function Header({ workplace, session, view, onView }: Props) {
  const [about, setAbout] = useState(false);
  return (
    <>
    <header data-noprint className="flex h-16 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 sm:gap-4 sm:px-5">
      <Logo className="hidden size-9 sm:block" />
      {/* It gives way before who is signed in, and of when the stock is. */}
      <div className="hidden min-w-18 shrink-[99] lg:block">
        <p className="truncate text-sm leading-tight font-semibold">{workplace.location.name}</p>
        <p className="truncate text-xs text-muted">
          {workplace.register.name} · {workplace.register.id}
        </p>
      </div>
      <nav aria-label={t.nav.label} className="flex shrink-0 rounded-xl bg-sunken p-1 lg:ms-4">
        <Tab current={view === "sell"} onClick={() => onView("sell")} testId="nav-sell" icon={<GridIcon />} text={t.nav.sell} />
        <Tab current={view === "orders"} onClick={() => onView("orders")} testId="nav-orders" icon={<ReceiptIcon />} text={t.nav.orders} />
        <Tab current={view === "shift"} onClick={() => onView("shift")} testId="nav-shift" icon={<DrawerIcon />} text={t.nav.shift} />
        {may(session.staff, "HEAD_OFFICE") && (
          <Tab current={view === "office"} onClick={() => onView("office")} testId="nav-office" icon={<OfficeIcon />} text={t.nav.office} />
        )}
      </nav>
      <div className="ms-auto flex min-w-0 items-center gap-1.5 sm:gap-3">
        <CatalogChip />
        <SyncChip onOpen={() => setAbout(true)} />
        <Suspense fallback={<span className="size-11" />}>
          <StaffMenu session={session} staff={workplace.staff} />
        </Suspense>
      </div>
    </header>
    <Complaints onDetails={() => setAbout(true)} />
    {about && (
      <Suspense fallback={null}>
        <DeviceDialog onOrders={() => (setAbout(false), onView("orders"))} onClose={() => setAbout(false)} />
      </Suspense>
    )}
    </>
  );
}

interface TabProps {
  current: boolean;
  onClick(): void;
  testId: string;
  icon: React.ReactNode;
  text: string;
}

function Tab({ current, onClick, testId, icon, text }: TabProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-current={current ? "page" : undefined}
      aria-label={text}
      data-testid={testId}
      className={cx(
        "flex h-11 items-center gap-2 rounded-lg px-3 text-sm font-medium transition-colors sm:px-4 lg:px-3 xl:px-4",
        current ? "bg-surface text-ink shadow-sm" : "text-muted hover:text-ink",
      )}
    >
      {icon}
      <span className={current ? "hidden sm:inline" : "hidden lg:inline"}>{text}</span>
    </button>
  );
}
