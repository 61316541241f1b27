import { backoff } from "../domain/backoff";
import type { Database } from "../store/database";
import { unlessHeld } from "../ui/front";
import { isTyping, forgetTyped, watchTyping } from "../ui/typing";
import { whenQuiet } from "./quiet";

/** The worker's cue to take over; sw.ts waits for it. */
const takeOver = "take-over";
const checkEveryMs = 60 * 60_000;
const offerEveryMs = 30_000;
const retryMs = 2_000;

/** Reloads when no dialog is open and nothing is typed: that may have begun since the new version came in, and what is typed is nowhere else. */
function reloadWhenFree(): void {
  if (document.querySelector("dialog[open]") || isTyping()) setTimeout(reloadWhenFree, 500);
  else location.reload();
}

/**
 * Registers the service worker. A new version waits until no order is open, no dialog is open and nothing is typed, then takes over and
 * the page reloads: nobody loses a screen in front of a customer.
 */
export function registerServiceWorker(db: Database): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const container = navigator.serviceWorker;
  let controlled = container.controller !== null;
  let reloading = false;
  container.addEventListener("controllerchange", () => {
    if (reloading) return;
    if (!controlled) {
      // The very first worker takes control without any change of version.
      controlled = true;
      return;
    }
    reloading = true;
    reloadWhenFree();
  });
  let registration: ServiceWorkerRegistration | undefined;
  const offer = async () => {
    // Asked on every change of an order: mostly there is nothing to offer.
    if (!registration?.waiting || !controlled) return;
    // A version that cannot read what is stored has nothing open: the next one may.
    const busy = (await db.setting("cart").catch(() => undefined)) !== undefined;
    // Nor while a dialog is open in any tab, since what it has not fetched yet goes with the old version, or words are typed.
    if (!busy) await unlessHeld(() => registration?.waiting?.postMessage(takeOver));
  };
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  // Until there is one, the register works only as long as the gateway can be reached. What could not be fetched now may be later.
  const again = () => {
    clearTimeout(retry);
    retry = setTimeout(register, backoff(++failures, Math.random(), retryMs, checkEveryMs));
  };
  const follow = (found: ServiceWorkerRegistration) => {
    registration = found;
    const watch = (worker: ServiceWorker | null) =>
      worker?.addEventListener("statechange", () => {
        if (worker.state === "redundant" && !found.active) again();
        else void offer();
      });
    found.addEventListener("updatefound", () => watch(found.installing));
    watch(found.installing);
    void offer();
  };
  const register = () => void container.register("/sw.js").then(follow, again);
  db.subscribe((topic) => {
    if (topic === "cart") forgetTyped();
    if (topic === "cart" || topic === "session") void offer();
  });
  watchTyping(() => void offer());
  setInterval(() => void offer(), offerEveryMs);
  setInterval(() => void registration?.update().catch(() => undefined), checkEveryMs);
  // The first time it fetches everything: not before the first screen is there.
  if (controlled) register();
  else whenQuiet(register);
}
