import { createContext, useContext, useEffect, useRef, useState } from "react";
import type { OfficeRegister, OfficeStaff } from "../../domain/office";
import type { Staff } from "../../domain/workplace";
import type { Office } from "../../store/office";

/** What every page of head office needs: the gateway, who asks, and the names of things. */
export interface OfficeWorld {
  office: Office;
  /** Answers are asked for again when it changes. */
  token: string;
  staff: Staff;
  locale: string;
  registers: OfficeRegister[];
  people: OfficeStaff[];
  /** Goes to an address below #office/. */
  go(place: string): void;
}

/** The world of the pages below. */
export const OfficeContext = createContext<OfficeWorld | null>(null);

/** The world in the context. */
export function useOffice(): OfficeWorld {
  const world = useContext(OfficeContext);
  if (!world) throw new Error("OfficeContext is missing");
  return world;
}

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

/** As useAsked, of the gateway and with the token of whoever is signed in. */
export function useAnswer<T>(ask: (office: Office) => Promise<T>, key: string, everyMs = 0): Answer<T> {
  const { office, token } = useOffice();
  return useAsked(() => ask(office), `${token} ${key}`, everyMs);
}
