import { Suspense, lazy, useEffect } from "react";
import { EnrolScreen } from "../features/enrol/EnrolScreen";
import { SellScreen } from "../features/sell/SellScreen";
import { Header } from "../features/shell/Header";
import { ShiftPrompt } from "../features/shell/ShiftPrompt";
import { SignInScreen } from "../features/signin/SignInScreen";
import { localeOf } from "../i18n/language";
import { t } from "../i18n/messages";
import { useLive } from "../store/live";
import { useStoreView } from "../store/storeView";
import { Logo } from "../ui/icons";
import { timingPrefix } from "../ui/timing";
import { AutoLock } from "./AutoLock";
import { useAddress, viewOf } from "./address";

// The first screen of a new device, the first of a day and selling must be there at once: each part more is a round trip on a slow line.
const CustomerDialog = lazy(() => import("../features/customers/CustomerDialog").then((m) => ({ default: m.CustomerDialog })));
const OfficeScreen = lazy(() => import("../features/office/OfficeScreen").then((m) => ({ default: m.OfficeScreen })));
const OrdersScreen = lazy(() => import("../features/orders/OrdersScreen").then((m) => ({ default: m.OrdersScreen })));
const ReceiptAgain = lazy(() => import("../features/sell/ReceiptAgain").then((m) => ({ default: m.ReceiptAgain })));
const ShiftScreen = lazy(() => import("../features/shift/ShiftScreen").then((m) => ({ default: m.ShiftScreen })));

/** Which screen is due: enrol, sign in, or the register itself. */
export function App() {
  const known = useLive(async (db) => {
    // All that decides what stands where: what came later would push down what is there.
    const [device, session, status, shifts] = await Promise.all([db.setting("device"), db.setting("session"), db.setting("status"), db.setting("shifts")]);
    return { device, session, shifts, revoked: status?.revoked === true };
  }, ["device", "session", "status", "shifts"]);
  const locale = localeOf(useStoreView()?.locale);
  const [address, go] = useAddress();
  const usable = known !== undefined;
  useEffect(() => {
    if (usable) performance.measure(`${timingPrefix}usable`, { start: 0 });
  }, [usable]);
  if (!known) return <Opening />;
  const { device, shifts, revoked } = known;
  if (!device || revoked) return <EnrolScreen revoked={revoked} />;
  const { workplace } = device;
  const staff = workplace.staff.find((person) => person.id === known.session?.staff.id);
  if (!staff) return <SignInScreen workplace={workplace} />;
  // What they may do is what head office says now, whatever it said when they signed in.
  const session = { ...known.session, staff };
  const view = viewOf(address, staff);
  return (
    <div className="flex h-full flex-col">
      <AutoLock />
      <Header workplace={workplace} session={session} view={view} onView={(next) => go(next === "sell" ? "" : next)} />
      <ShiftPrompt key={staff.id} hidden={view !== "sell" || shifts?.[workplace.register.id] !== undefined} onOpen={() => go("shift")} />
      <SellScreen workplace={workplace} staff={staff} customers={CustomerDialog} visible={view === "sell"} onScan={() => go("")} />
      <Suspense fallback={<Opening />}>
        {view === "orders" && (
          <OrdersScreen
            session={session}
            locale={locale}
            receipt={ReceiptAgain}
            waiting={address === "orders/waiting"}
            onWaiting={(waiting) => go(waiting ? "orders/waiting" : "orders")}
            onSell={() => go("")}
          />
        )}
        {view === "shift" && <ShiftScreen workplace={workplace} staff={staff} locale={locale} />}
        {view === "office" && <OfficeScreen session={session} locale={locale} place={address.split("/").slice(1).join("/")} onPlace={(place) => go(`office/${place}`)} />}
      </Suspense>
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
