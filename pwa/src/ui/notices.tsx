import { useEffect, useId, useSyncExternalStore } from "react";
import { cx } from "./cx";
import { AlertIcon, CheckIcon } from "./icons";

interface Notice {
  id: number;
  text: string;
  tone: "ok" | "bad";
}

const shownMs = 5_000;
let notices: Notice[] = [];
let places: string[] = [];
let last = 0;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function set(next: Notice[]): void {
  notices = next;
  tell();
}

/** Tells the person something for a few seconds; a screen reader says it at once. */
export function notify(text: string, tone: Notice["tone"] = "ok"): void {
  const notice = { id: ++last, text, tone };
  set([...notices.slice(-2), notice]);
  setTimeout(() => set(notices.filter((n) => n !== notice)), shownMs);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none: Notice[] = [];

/** Where notices appear: of several such places in the one that came last, as a dialog lets nothing behind it be heard. */
export function Notices() {
  const id = useId();
  const shown = useSyncExternalStore(subscribe, () => (places.at(-1) === id ? notices : none));
  useEffect(() => {
    places = [...places, id];
    tell();
    return () => {
      places = places.filter((place) => place !== id);
      tell();
    };
  }, [id]);
  return (
    <div
      role="status"
      aria-live="polite"
      // Below where one goes elsewhere and, on a phone, searches; above where one pays, and above a phone's keyboard.
      className="pointer-events-none fixed inset-x-0 top-46 z-[60] flex flex-col items-center gap-2 px-4 md:top-20"
    >
      {shown.map((notice) => (
        <p
          key={notice.id}
          data-testid="notice"
          data-tone={notice.tone}
          className={cx(
            "flex max-w-lg items-center gap-2.5 rounded-2xl px-4 py-3 text-sm font-medium shadow-lg",
            notice.tone === "ok" ? "bg-ink text-page" : "bg-bad-soft text-bad ring-1 ring-bad/40",
          )}
        >
          {notice.tone === "ok" ? <CheckIcon /> : <AlertIcon />}
          <span className="min-w-0 break-words">{notice.text}</span>
        </p>
      ))}
    </div>
  );
}
