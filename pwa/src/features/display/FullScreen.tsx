import { useSyncExternalStore } from "react";
import { Button } from "../../ui/Button";
import { o } from "./texts";

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}

/** Fills the customer's screen; gone once it does. */
export function FullScreen() {
  const full = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null || !document.fullscreenEnabled);
  if (full) return null;
  return <Button onClick={() => void document.documentElement.requestFullscreen().catch(() => undefined)}>{o.full}</Button>;
}
