import type { MouseEvent } from "react";

/** Does something on a click, and nothing on the second half of a double click: by then the next of a list may stand there. */
export function once(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => void (detail < 2 && act());
}
