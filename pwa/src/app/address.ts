import { useSyncExternalStore } from "react";
import type { Staff } from "../domain/workplace";
import { may } from "../domain/approval";
import type { View } from "../features/shell/Header";

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** What follows # in the address, "orders" or "office/registers". It holds the view, so that a reload and the back key keep it. */
export function useAddress(): [string, (address: string) => void] {
  const address = useSyncExternalStore(subscribe, () => location.hash.slice(1));
  return [address, (next) => next !== location.hash.slice(1) && (location.hash = next)];
}

/** The view that an address names, if there is one and the person may see it; selling otherwise. */
export function viewOf(address: string, staff: Staff): View {
  const [first] = address.split("/");
  if (first === "orders" || first === "shift") return first;
  return first === "office" && may(staff, "HEAD_OFFICE") ? "office" : "sell";
}
