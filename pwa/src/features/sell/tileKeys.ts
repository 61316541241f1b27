const found = "[role=listitem]";

/**
 * Makes the tiles one stop of the Tab key, at the first in sight, from which the arrow keys lead to the others: who sells by keyboard
 * reaches the order without a stop at each product. Screen readers find each tile as before. Lasts until signal ends it.
 */
export function walkTiles(place: HTMLElement, signal: AbortSignal): void {
  const outer = place.parentElement!;
  const numberOf = (tile: Element) => Number(tile.ariaPosInSet);
  const focus = (tile: Element) => tile.querySelector("button")?.focus();

  const entered = () => {
    // A click between tiles comes here too, and must move nothing.
    if (!place.matches(":focus-visible")) return;
    const { top } = outer.getBoundingClientRect();
    // Rows stand in the order of the list only when it is still.
    const tiles = Array.from(place.querySelectorAll(found)).sort((a, b) => numberOf(a) - numberOf(b));
    const first = tiles.find((tile) => tile.getBoundingClientRect().bottom > top) ?? tiles.at(-1);
    if (first) focus(first);
  };

  const pressed = (event: KeyboardEvent) => {
    const tile = (event.target as Element).closest(found);
    const columns = Math.max(...Array.from(place.children, (row) => row.children.length));
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (!tile || step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // What is far from what is seen has no tile: then the one that the keyboard is on comes into sight first, and its neighbours with it.
    const next = place.querySelector(`${found}[aria-posinset="${String(numberOf(tile) + step)}"]`);
    if (next) focus(next);
    else tile.scrollIntoView({ block: "nearest" });
  };

  // From a tile, Tab leads out of the place and not back into it.
  const leaves = ({ key }: KeyboardEvent) => {
    if (key === "Tab") place.tabIndex = place.querySelector(":focus") ? -1 : 0;
  };

  place.tabIndex = 0;
  // While nothing in it is a stop, a browser makes one of what scrolls.
  outer.tabIndex = -1;
  place.addEventListener("focus", entered, { signal });
  place.addEventListener("keydown", pressed, { signal });
  document.addEventListener("keydown", leaves, { capture: true, signal });
}
