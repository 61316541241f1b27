import { GatewayError } from "../api/client";
import * as gateway from "../api/gateway";
import type { OrderRecord } from "../domain/order";
import type { Staff } from "../domain/workplace";
import { t } from "../i18n/messages";
import type { Database } from "../store/database";
import { saveDevice, setSession } from "../store/device";
import { noteTouch } from "../store/lock";
import { applyRemote } from "../store/orders";
import { forgetPin, rememberPin, unlock } from "../store/pin";
import type { Session } from "../store/records";
import type { Office } from "../store/office";
import type { Desk } from "../store/waiting";
import { Refusal, type Services } from "../store/services";
import type { CatalogClient } from "../sync/catalog/client";
import type { Engine } from "../sync/engine";
import { type ParkDeps, discard, parkedElsewhere, recall } from "../sync/parked";
import { online } from "./online";
import { noteRules } from "./rules";

/** How far back a shift is looked for that nobody closed; and how far ahead, for clocks of other devices. */
const lookBackMs = 7 * 86_400_000;
const aheadMs = 86_400_000;

/** Joins what the features may command to the parts that do it. */
export function createServices(db: Database, catalog: CatalogClient, engine: Engine, parking: ParkDeps): Services {
  let office: Promise<Office> | undefined;
  let desk: Promise<Desk> | undefined;
  return {
    async enrol(code, label) {
      const device = await online(() => gateway.enrolDevice(code, label), t.enrol.offline);
      // Without it a browser may drop its data when space is short, unsent orders included.
      await navigator.storage?.persist?.().catch(() => false);
      await setSession(db, undefined);
      await db.setSetting("status", { online: true, revoked: false, versionsDiffer: false, checkedAt: Date.now() });
      await saveDevice(db, { ...device, label });
    },
    async signIn(staff, pin) {
      const session = (await provePin(db, staff, pin)) ?? { staff };
      // Whoever was here before may have touched it last night.
      noteTouch();
      await setSession(db, session);
    },
    async authorise(staff, pin) {
      await provePin(db, staff, pin);
    },
    findReturnable: async (receipt) => (await import("./returns")).findReturnable(db, receipt),
    customers: async () => (await import("./customers")).createCustomers(db, () => catalog.pricing()),
    parkedElsewhere: () => parkedElsewhere(parking),
    discardParked: (id) => discard(parking, id),
    async recall(id, open) {
      const came = await online(() => recall(parking, id, open), t.parked.offline);
      await noteRules(db, (sku, choices) => catalog.call("sell", sku, choices));
      return came;
    },
    async retryOrder(order: OrderRecord) {
      const session = await db.setting("session");
      if (!session?.token || (session.expiresAt ?? 0) < Date.now()) throw new Refusal(t.orders.managerOnly);
      const { token } = session;
      await applyRemote(db, order.id, await online(() => gateway.retryOrder(token, order.id), t.offlineHint));
    },
    desk: () => (desk ??= import("./desk").then((m) => m.createDesk(db))),
    office: () => (office ??= import("./office").then((m) => m.createOffice(db))),
    async shiftReport(id) {
      const session = await db.setting("session");
      if (!session?.token || (session.expiresAt ?? 0) < Date.now()) return null;
      const { token } = session;
      return import("../api/later/shift").then((shifts) => shifts.shiftReport(token, id)).catch(() => null);
    },
    async shiftElsewhere(allowedBy) {
      const session = allowedBy ? await provePin(db, allowedBy.staff, allowedBy.pin) : await db.setting("session");
      if (!session?.token || (session.expiresAt ?? 0) < Date.now()) throw new Refusal(t.offlineHint);
      const { token } = session;
      const { openShift } = await import("../api/later/shift");
      return online(() => openShift(token, new Date(Date.now() - lookBackMs), new Date(Date.now() + aheadMs)), t.offlineHint);
    },
    async keepData() {
      const persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
      const health = await db.setting("health");
      if (health) await db.setSetting("health", { ...health, persisted });
      return persisted;
    },
    syncNow: () => void engine.hurry(),
    refreshCatalog: () => void catalog.call("refresh"),
    browse: (query) => catalog.browse(query),
    find: (code) => catalog.call("find", code),
    sell: (sku, choices) => catalog.call("sell", sku, choices),
    pricing: () => catalog.pricing(),
    categories: () => catalog.call("categories"),
    storeView: () => catalog.storeView(),
    catalogStatus: () => catalog.status,
    onCatalogStatus: (listener) => catalog.subscribe(listener),
  };
}

/**
 * Proves a PIN with the gateway, and without it by what this device remembers of the person's last sign-in. The gateway's no
 * is final; only its silence leads to the second way. The gateway's session, or null without it. Throws a Refusal.
 */
async function provePin(db: Database, staff: Staff, pin: string): Promise<Session | null> {
  const device = await db.setting("device");
  if (!device) throw new Refusal(t.failed);
  try {
    const answer = await gateway.signIn(device.token, staff.id, pin);
    await rememberPin(db, staff.id, pin);
    return { staff: answer.staff, token: answer.token, expiresAt: answer.expiresAt };
  } catch (error) {
    if (error instanceof GatewayError && !["UNAVAILABLE", "INTERNAL", "NOT_READY"].includes(error.code)) {
      // The PIN may have been changed meanwhile: what this device remembers must not let the old one in.
      if (error.code === "WRONG_PIN" && (await unlock(db, staff.id, pin, Date.now())).ok) await forgetPin(db, staff.id);
      throw new Refusal(error.code === "WRONG_PIN" ? t.signIn.wrong : error.message);
    }
    await proveOffline(db, staff, pin);
    return null;
  }
}

async function proveOffline(db: Database, staff: Staff, pin: string): Promise<void> {
  const now = Date.now();
  const result = await unlock(db, staff.id, pin, now);
  if (result.ok) return;
  switch (result.why) {
    case "unknown":
      throw new Refusal(t.signIn.firstOnline);
    case "blocked":
      throw new Refusal(t.signIn.blocked(Math.ceil((result.until - now) / 1000)));
    case "wrong":
      throw new Refusal(t.signIn.wrong);
  }
}
