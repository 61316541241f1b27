import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Grid, type Range, gridOf, nearer, within } from "./gridWindow";

/** Rows beyond what is seen that are drawn before they are. */
const ahead = 2;
/** Tiles that are put up or taken down in a frame beside those that are seen. */
const step = 6;

interface Window {
  grid: Grid;
  range: Range;
}

const nothing: Window = { grid: { columns: 2, width: 0, height: 0 }, range: { from: 0, to: 0 } };

/** The part of a long grid that is worth drawing where its scroller stands; list names what is in it. */
export function useGridWindow(scroller: RefObject<HTMLElement | null>, place: RefObject<HTMLElement | null>, count: number, list: unknown): Window {
  const [shown, setShown] = useState(nothing);
  const latest = useRef(shown);
  const frame = useRef(0);
  // The tiles of another list are none of those that are drawn.
  const of = useRef(list);
  const fits = useRef({ ...nothing.grid, top: 0, seen: 0 });
  const look = useRef<(measure: boolean) => void>(() => undefined);
  useLayoutEffect(() => {
    look.current = (measure) => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      const [outer, inner] = [scroller.current, place.current];
      if (!outer || !inner) return;
      // Asking for sizes makes the browser lay the page out there and then: not while somebody scrolls.
      if (measure) fits.current = { ...gridOf(inner.clientWidth, parseFloat(getComputedStyle(document.documentElement).fontSize)), top: inner.offsetTop, seen: outer.clientHeight };
      const { columns, width, height, top, seen: high } = fits.current;
      // It is not on the screen.
      if (high === 0) return;
      const before = latest.current;
      const same = columns === before.grid.columns && width === before.grid.width && height === before.grid.height;
      const grid = same ? before.grid : { columns, width, height };
      const seen = within(grid, count, outer.scrollTop - top, high, 0);
      const near = within(grid, count, outer.scrollTop - top, high, ahead);
      const range = nearer(of.current === list ? before.range : { from: 0, to: 0 }, seen, near, step);
      of.current = list;
      if (range.from !== near.from || range.to !== near.to) frame.current = requestAnimationFrame(() => look.current(false));
      if (same && range.from === before.range.from && range.to === before.range.to) return;
      latest.current = { grid, range };
      setShown(latest.current);
    };
    look.current(true);
  }, [scroller, place, count, list]);
  useEffect(() => {
    const outer = scroller.current!;
    const scrolled = () => look.current(false);
    const resized = new ResizeObserver(() => look.current(true));
    resized.observe(outer);
    outer.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      resized.disconnect();
      outer.removeEventListener("scroll", scrolled);
      cancelAnimationFrame(frame.current);
    };
  }, [scroller]);
  return shown;
}
