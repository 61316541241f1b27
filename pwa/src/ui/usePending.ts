import { useRef, useState } from "react";

/** What takes less than this is done before anybody sees that it began. */
const noticeableMs = 150;

/** Runs one action at a time and keeps what went wrong; a second click while one runs does nothing. */
export function usePending(): { pending: boolean; error: string; run(action: () => Promise<void>): Promise<void>; reset(): void } {
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState("");
  const run = async (action: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    const slow = setTimeout(() => setPending(true), noticeableMs);
    setError("");
    try {
      await action();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      clearTimeout(slow);
      busy.current = false;
      setPending(false);
    }
  };
  return { pending, error, run, reset: () => setError("") };
}
