import { useEffect, useRef, useState } from "react";

/** What the gateway answered last, and what went wrong since. */
export interface Answer<T> {
  value: T | undefined;
  error: Error | null;
  again(): void;
}

/**
 * Asks, again whenever the key changes and, when everyMs is above 0, from time to time while the page is seen. Until a new
 * answer is there the one before stands; an answer that a later question has overtaken is dropped.
 */
export function useAsked<T>(ask: () => Promise<T>, key: string, everyMs = 0): Answer<T> {
  const [state, setState] = useState<{ value?: T; error: Error | null }>({ error: null });
  const [turn, setTurn] = useState(0);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    let over = false;
    let asking = false;
    const read = async () => {
      if (asking || document.visibilityState === "hidden") return;
      asking = true;
      try {
        const value = await latest.current();
        if (!over) setState({ value, error: null });
      } catch (cause) {
        if (!over) setState((was) => ({ ...was, error: cause instanceof Error ? cause : new Error(String(cause)) }));
      } finally {
        asking = false;
      }
    };
    void read();
    const timer = everyMs > 0 ? setInterval(() => void read(), everyMs) : undefined;
    const seen = () => void read();
    document.addEventListener("visibilitychange", seen);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [key, everyMs, turn]);
  return { value: state.value, error: state.error, again: () => setTurn((n) => n + 1) };
}
