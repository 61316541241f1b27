import * as gateway from "../api/gateway";
import { subscribe } from "../api/socket";
import { Database } from "../store/database";
import type { Services } from "../store/services";
import { CatalogClient } from "../sync/catalog/client";
import { Engine } from "../sync/engine";
import { createServices } from "./services";

/** The running register: its database and the commands that reach beyond it. */
export interface Running {
  db: Database;
  services: Services;
}

/** Starts the catalog worker and the sync engine, and wakes them when something may be due. */
export function start(): Running {
  const db = new Database();
  const worker = new Worker(new URL("../sync/catalog/worker.ts", import.meta.url), { type: "module", name: "catalog" });
  const catalog = new CatalogClient(worker);
  const engine = new Engine({
    db,
    gateway: { ...gateway, subscribe },
    locks: navigator.locks,
    now: () => Date.now(),
    random: () => Math.random(),
    catalogChanged: () => void catalog.call("refresh"),
  });
  const startCatalog = async () => {
    const device = await db.setting("device");
    if (device) await catalog.call("start", device.token, device.workplace.location.store);
  };
  db.subscribe((topic) => {
    if (topic === "device") void startCatalog();
  });
  window.addEventListener("online", () => void engine.hurry());
  window.addEventListener("offline", () => engine.doubt());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") engine.doubt();
  });
  void startCatalog();
  void engine.run(new AbortController().signal);
  return { db, services: createServices(db, catalog, engine) };
}
