import { whenIdle } from "../ui/idle";

/** Has work wait until the page is loaded and has nothing more urgent to do: on a slow line it must not compete with the first screen. */
export function whenQuiet(work: () => void): void {
  if (document.readyState === "complete") whenIdle(work);
  else window.addEventListener("load", () => whenIdle(work), { once: true });
}
