import type { MouseEvent } from "react";

/** True of the second half of a double click. */
export function isSecond({ detail }: { detail: number }): boolean {
  return detail > 1;
}

/** Does something on a click, and nothing on the second half of a double click: by then the next of a list may stand there. */
export function once(act: () => void): (event: MouseEvent) => void {
  return (event) => void (isSecond(event) || act());
}
