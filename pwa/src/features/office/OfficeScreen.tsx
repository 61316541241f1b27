import { type ReactNode, use, useMemo } from "react";
import type { Session } from "../../store/records";
import type { Office } from "../../store/office";
import { useServices } from "../../store/services";
import { cx } from "../../ui/cx";
import { useNow } from "../../ui/useNow";
import { useAsked } from "../../ui/useAsked";
import { OfficeContext } from "./office";
import { OrdersPage } from "./OrdersPage";
import { RegistersPage } from "./RegistersPage";
import { SalesPage } from "./SalesPage";
import { SignInForm } from "./SignInForm";
import { StaffPage } from "./StaffPage";
import { o } from "./texts";

const places = ["orders", "registers", "staff", "sales"] as const;
type Place = (typeof places)[number];

interface Props {
  session: Session;
  locale: string;
  /** What follows office/ in the address: a page, and perhaps an order's id. */
  place: string;
  onPlace(place: string): void;
}

/** What head office sees and does, of all locations. It asks the gateway; nothing of it is kept on this device. */
export function OfficeScreen(props: Props) {
  const office = use(useServices().office());
  const { session, place, onPlace } = props;
  const [first, id] = place.split("/");
  const page = places.find((each) => each === first) ?? "orders";
  const now = useNow();
  const { token } = session;
  const signedIn = token !== undefined && (session.expiresAt ?? 0) > now;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-3 sm:p-6">
        <Places page={page} onPlace={onPlace} />
        {signedIn ? (
          <World {...props} token={token} office={office}>
            {page === "orders" && <OrdersPage id={id || null} />}
            {page === "registers" && <RegistersPage />}
            {page === "staff" && <StaffPage />}
            {page === "sales" && <SalesPage />}
          </World>
        ) : (
          <SignInForm staff={session.staff} />
        )}
      </div>
    </main>
  );
}

/** Hands the pages what they share; names that did not arrive are shown as ids. */
function World({ session, locale, onPlace, token, office, children }: Props & { token: string; office: Office; children: ReactNode }) {
  const { value } = useAsked(() => Promise.all([office.registers(), office.staff()]), token);
  const { staff } = session;
  const [registers, people] = value ?? [];
  const world = useMemo(
    () => ({ office, token, staff, locale, registers: registers ?? [], people: people ?? [], go: onPlace }),
    [office, token, staff, locale, registers, people, onPlace],
  );
  return <OfficeContext value={world}>{children}</OfficeContext>;
}

function Places({ page, onPlace }: { page: Place; onPlace(place: Place): void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
      <h1 className="text-xl font-semibold tracking-tight">{o.title}</h1>
      <nav aria-label={o.title} className="-m-1 flex gap-2 overflow-x-auto p-1 [scrollbar-width:none]">
        {places.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={page === each ? "page" : undefined}
            onClick={() => onPlace(each)}
            data-testid={`office-${each}`}
            className={cx("h-11 shrink-0 rounded-xl px-4 text-sm font-medium", page === each ? "bg-accent-soft text-accent" : "text-muted hover:bg-sunken hover:text-ink")}
          >
            {o.places[each]}
          </button>
        ))}
      </nav>
    </div>
  );
}
