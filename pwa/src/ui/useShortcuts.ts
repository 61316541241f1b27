import { useEffect } from "react";
import { isInFront } from "./front";

/**
 * Lets keys do what the elements do that name them in aria-keyshortcuts: a field gets the focus, anything else is clicked. Nothing happens
 * while something is open in front, or with what is not to be seen.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!/^F\d+$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isInFront()) return;
      const found = document.querySelector<HTMLElement>(`[aria-keyshortcuts="${event.key}"]`);
      if (!found) return;
      event.preventDefault();
      if (found.offsetParent === null || event.repeat) return;
      if (found instanceof HTMLInputElement) {
        found.focus();
        found.select();
      } else found.click();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
