/** Runs in a page: what does not fit into its place there, and texts that should not be seen or heard. */
export function misfits(forbidden: readonly string[]): string[] {
  const found: string[] = [];
  const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll<HTMLElement>("button, a, h1, h2, h3, header, label, legend, p, dt, dd, dialog, [role=menuitem], [role=menuitemradio]")) {
    const { overflowX, display } = getComputedStyle(element);
    if (!shown(element) || display === "inline" || overflowX === "auto" || overflowX === "scroll" || element.closest(".sr-only, .truncate") || element.querySelector(".truncate")) continue;
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1) found.push(`too narrow: ${element.outerHTML.slice(0, 160)}`);
    if (element.scrollHeight > element.clientHeight + 3 && element.tagName === "BUTTON") found.push(`too low: ${element.outerHTML.slice(0, 160)}`);
  }
  // Only what is made to be moved sideways may be wider than its place.
  const sideways = ".overflow-x-auto, [role=region][tabindex]";
  for (const element of document.querySelectorAll<HTMLElement>("body *")) {
    if (element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY) && shown(element) && !element.matches(`input, textarea, select, ${sideways}`)) {
      found.push(`scrolls sideways: ${element.outerHTML.slice(0, 160)}`);
    }
  }
  for (const element of document.querySelectorAll<HTMLElement>("button, input, select, a[href]")) {
    const { left, right, width } = element.getBoundingClientRect();
    if (shown(element) && width > 1 && (left < -1 || right > innerWidth + 1) && !element.closest(`.sr-only, [inert], ${sideways}`)) found.push(`outside: ${element.outerHTML.slice(0, 160)}`);
  }
  const words = new Set(forbidden);
  for (const element of document.body.querySelectorAll("*")) {
    if (!shown(element)) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? "");
    const told = ["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? "");
    for (const text of [...own, ...told]) if (words.has(text.trim())) found.push(`not translated: ${text.trim()}`);
  }
  return found;
}
