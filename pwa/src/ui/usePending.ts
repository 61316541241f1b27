import { useRef, useState } from "react";

/** Runs one action at a time and keeps what went wrong; a second click while one runs does nothing. */
export function usePending(): { pending: boolean; error: string; run(action: () => Promise<void>): Promise<void>; reset(): void } {
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState("");
  const run = async (action: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setError("");
    try {
      await action();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  return { pending, error, run, reset: () => setError("") };
}
