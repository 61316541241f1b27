import { Suspense, lazy, useEffect, useSyncExternalStore } from "react";
import { SellScreen } from "../features/sell/SellScreen";
import { Header, type View } from "../features/shell/Header";
import { locale as ownLocale, localeOf } from "../i18n/language";
import { t } from "../i18n/messages";
import { useLive } from "../store/live";
import { useServices } from "../store/services";
import { Logo } from "../ui/icons";
import { timingPrefix } from "../ui/timing";

// Only selling must be there at once.
const EnrolScreen = lazy(() => import("../features/enrol/EnrolScreen").then((m) => ({ default: m.EnrolScreen })));
const CustomerDialog = lazy(() => import("../features/customers/CustomerDialog").then((m) => ({ default: m.CustomerDialog })));
const OrdersScreen = lazy(() => import("../features/orders/OrdersScreen").then((m) => ({ default: m.OrdersScreen })));
const SignInScreen = lazy(() => import("../features/signin/SignInScreen").then((m) => ({ default: m.SignInScreen })));

/** Which screen is due: enrol, sign in, or the register itself. */
export function App() {
  const services = useServices();
  const known = useLive(async (db) => {
    const [device, session, status] = await Promise.all([db.setting("device"), db.setting("session"), db.setting("status")]);
    return { device, session, revoked: status?.revoked === true };
  }, ["device", "session", "status"]);
  const locale = useLive(async () => localeOf((await services.storeView())?.locale), ["catalog", "session"]) ?? ownLocale;
  const [view, setView] = useView();
  const usable = known !== undefined;
  useEffect(() => {
    if (usable) performance.measure(`${timingPrefix}usable`, { start: 0 });
  }, [usable]);
  if (!known) return <Opening />;
  const { device, session, revoked } = known;
  if (!device || revoked) {
    return (
      <Suspense fallback={<Opening />}>
        <EnrolScreen revoked={revoked} />
      </Suspense>
    );
  }
  const { workplace } = device;
  const employed = workplace.staff.some((person) => person.id === session?.staff.id);
  if (!session || !employed) {
    return (
      <Suspense fallback={<Opening />}>
        <SignInScreen workplace={workplace} />
      </Suspense>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <Header workplace={workplace} session={session} view={view} onView={setView} />
      <SellScreen workplace={workplace} staff={session.staff} customers={CustomerDialog} visible={view === "sell"} onScan={() => setView("sell")} />
      <Suspense fallback={<Opening />}>{view === "orders" && <OrdersScreen session={session} locale={locale} />}</Suspense>
    </div>
  );
}

function Opening() {
  return (
    <div role="status" aria-label={t.loading} className="grid h-full place-items-center">
      <Logo className="size-14 animate-pulse" />
    </div>
  );
}

function subscribeHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The view lives in the address, so that a reload and the back key keep it. */
function useView(): [View, (view: View) => void] {
  const view = useSyncExternalStore(subscribeHash, () => (location.hash === "#orders" ? "orders" : "sell"));
  const setView = (next: View) => {
    if (next !== view) location.hash = next === "orders" ? "#orders" : "";
  };
  return [view, setView];
}
