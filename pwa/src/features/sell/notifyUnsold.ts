import type { Ruled } from "../../domain/sold";
import { notify } from "../../ui/notices";

/** Says why a quantity is refused; the words are fetched then. */
export function notifyUnsold(line: Ruled & { name: string; quantity: number }): void {
  void import("./StopText").then(({ soldText }) => notify(soldText(line), "bad"));
}
