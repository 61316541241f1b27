import { NetworkError } from "../api/client";
import * as gateway from "../api/gateway";
import type { SocketEvents } from "../api/socket";
import { Database } from "../store/database";
import type { Services } from "../store/services";
import { CatalogClient } from "../sync/catalog/client";
import { uuidv7 } from "../domain/uuid";
import { Engine } from "../sync/engine";
import { shareParked } from "../sync/parked";
import { followRules } from "./rules";
import { createServices } from "./services";
import { locale } from "../i18n/language";

/** The running register: its database and the commands that reach beyond it. */
export interface Running {
  db: Database;
  services: Services;
}

/** Listens to the gateway; what speaks its protocol is fetched only now, as nobody waits for it. */
function subscribe(token: string, store: string, events: SocketEvents): () => void {
  const over = new AbortController();
  void import("../api/socket").then((socket) => {
    if (!over.signal.aborted) over.signal.addEventListener("abort", socket.subscribe(token, store, events));
  });
  return () => over.abort();
}

/** What the engine says about shifts, fetched when it first has to. */
function shiftApi() {
  return import("../api/later/shift").catch((cause: unknown) => {
    throw new NetworkError("A part of the register could not be fetched", { cause });
  });
}

/** Starts the catalog worker and the sync engine, and wakes them when something may be due. */
export function start(): Running {
  const db = new Database();
  const worker = new Worker(new URL("../sync/catalog/worker.ts", import.meta.url), { type: "module", name: "catalog" });
  const catalog = new CatalogClient(worker);
  followRules(db, catalog);
  const engine = new Engine({
    db,
    gateway: {
      ...gateway,
      subscribe,
      emailReceipt: async (...wish) => (await import("../api/later/receipts")).emailReceipt(...wish),
      submitShiftEvents: async (token, events) => (await shiftApi()).submitShiftEvents(token, events),
      heartbeat: async (token, beat) => (await shiftApi()).heartbeat(token, beat),
    },
    appVersion: import.meta.env.VITE_VERSION,
    storage: navigator.storage,
    locks: navigator.locks,
    now: () => Date.now(),
    random: () => Math.random(),
    catalogChanged: () => void catalog.call("refresh"),
  });
  const startCatalog = async () => {
    const device = await db.setting("device");
    if (device) await catalog.call("start", device.token, device.workplace.location.store, locale);
  };
  const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const parking = { db, gateway, now: () => Date.now(), newId };
  const share = () => void navigator.locks.request("tillway-parked", () => shareParked(parking));
  db.subscribe((topic) => {
    if (topic === "device") void startCatalog();
    // Status: the gateway may be back.
    if (topic === "parked" || topic === "status") share();
  });
  window.addEventListener("online", () => void engine.hurry());
  window.addEventListener("offline", () => engine.doubt());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") engine.doubt();
  });
  void startCatalog();
  share();
  void engine.run(new AbortController().signal);
  return { db, services: createServices(db, catalog, engine, parking) };
}
