import type { Database } from "../store/database";
import { whenQuiet } from "./quiet";

/** The worker's cue to take over; sw.ts waits for it. */
const takeOver = "take-over";
const checkEveryMs = 60 * 60_000;
const offerEveryMs = 30_000;

/** Whether something is open in front of the screen: what is typed there is nowhere else. */
function isOccupied(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** Another tab may have let the new version in while somebody counts the drawer in this one. */
function reloadWhenFree(): void {
  if (isOccupied()) setTimeout(reloadWhenFree, 500);
  else location.reload();
}

/**
 * Registers the service worker. A new version waits until no order is open, then takes over and the page reloads: nobody
 * loses a screen in front of a customer.
 */
export function registerServiceWorker(db: Database): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const container = navigator.serviceWorker;
  const hadController = container.controller !== null;
  let reloading = false;
  container.addEventListener("controllerchange", () => {
    // The very first worker takes control without any change of version.
    if (!hadController || reloading) return;
    reloading = true;
    reloadWhenFree();
  });
  const register = () => void container.register("/sw.js").then(
    (registration) => {
      const offer = async () => {
        const busy = (await db.setting("cart")) !== undefined || isOccupied();
        if (registration.waiting && hadController && !busy) registration.waiting.postMessage(takeOver);
      };
      const watch = (worker: ServiceWorker | null) => worker?.addEventListener("statechange", () => void offer());
      registration.addEventListener("updatefound", () => watch(registration.installing));
      watch(registration.installing);
      db.subscribe((topic) => {
        if (topic === "cart" || topic === "session") void offer();
      });
      void offer();
      setInterval(() => void offer(), offerEveryMs);
      setInterval(() => void registration.update().catch(() => undefined), checkEveryMs);
    },
    // Without a service worker the register works as long as the gateway can be reached.
    () => undefined,
  );
  // The first time it fetches everything: not before the first screen is there.
  if (hadController) register();
  else whenQuiet(register);
}
