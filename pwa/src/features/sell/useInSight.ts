import { type RefObject, useLayoutEffect, useRef } from "react";

/** Brings an element into sight when it comes, and when something about it has become another. One that somebody points at stays there. */
export function useInSight<E extends HTMLElement>(what?: unknown): RefObject<E | null> {
  const place = useRef<E>(null);
  useLayoutEffect(() => {
    // In the frame that shows it, which lays the page out anyway.
    const frame = requestAnimationFrame(() => {
      if (!place.current?.matches(":hover")) place.current?.scrollIntoView({ block: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [what]);
  return place;
}
