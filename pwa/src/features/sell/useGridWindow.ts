import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Fit, type Range, fitOf, nearer, within } from "./gridWindow";

/** Rows beyond what is seen that are drawn before they are. */
export const ahead = 2;
/** Tiles that are put up in a frame beside those that are seen. */
const step = 6;

interface Window {
  fit: Fit;
  range: Range;
  /** The list whose tiles these are. */
  list: unknown;
}

const nothing: Window = { fit: { grid: { columns: 2, width: 0, height: 0 }, top: 0, seen: 0 }, range: { from: 0, to: 0 }, list: null };

/** The part of a long grid that is worth drawing where its scroller stands; list names what is in it. */
export function useGridWindow(scroller: RefObject<HTMLElement | null>, place: RefObject<HTMLElement | null>, count: number, list: unknown): Pick<Window, "fit" | "range"> {
  const [shown, setShown] = useState(nothing);
  const latest = useRef(shown);
  const frame = useRef(0);
  const look = useRef<(measure: boolean) => void>(() => undefined);
  useLayoutEffect(() => {
    look.current = (measure) => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      const [outer, inner] = [scroller.current, place.current];
      if (!outer || !inner) return;
      const before = latest.current;
      // Asking for sizes makes the browser lay the page out there and then: not while somebody scrolls or types.
      const fit = measure ? fitOf(before.fit, inner.clientWidth, parseFloat(getComputedStyle(document.documentElement).fontSize), inner.offsetTop, outer.clientHeight) : before.fit;
      // It is not on the screen.
      if (fit.seen === 0) return;
      const seen = within(fit, count, outer.scrollTop, 0);
      const near = within(fit, count, outer.scrollTop, ahead);
      const another = before.list !== list;
      const now = another ? within(fit, count, 0, 0) : before.range;
      // Of another list only what is seen goes up at first: somebody waits for it.
      const range = nearer(now, seen, near, another ? 0 : step);
      if (range.from !== near.from || range.to !== near.to) frame.current = requestAnimationFrame(() => look.current(false));
      if (fit === before.fit && !another && range === before.range) return;
      latest.current = { fit, range, list };
      // What was drawn with the list already needs no second time.
      if (fit !== before.fit || range !== now || !another) setShown(latest.current);
    };
    look.current(latest.current.fit.seen === 0);
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
  const { fit } = shown;
  return { fit, range: shown.list === list ? shown.range : within(fit, count, 0, 0) };
}
