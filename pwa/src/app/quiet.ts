/** Has work wait until the page is loaded and has nothing more urgent to do: on a slow line it must not compete with the first screen. */
export function whenQuiet(work: () => void): void {
  const rest = () => ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 5_000 }) : setTimeout(work, 1_000));
  if (document.readyState === "complete") rest();
  else window.addEventListener("load", rest, { once: true });
}
