import { onINP, onLCP } from "web-vitals";
import { type Reading, maxReadings, reportVitals } from "../api/vitals";
import { whenDrawn } from "../domain/turn";
import { timingPrefix } from "../ui/timing";

const sendEveryMs = 60_000;
const longestSeconds = 600;
/** One frame in so many is timed while something scrolls. */
const frameSample = 8;

/**
 * Tells the gateway how fast the register is for the people at it: its own interactions, long tasks, frames while
 * scrolling, and the browser's INP and LCP. In small reports, once a minute and when the page is left.
 */
export function startVitals(): void {
  const waiting: Reading[] = [];
  // Under a service worker the shell came from this device.
  const opened = navigator.serviceWorker?.controller ? "repeat" : "first";
  const note = (phase: Reading["phase"], interaction: string, ms: number) => {
    if (waiting.length < maxReadings) waiting.push({ phase, interaction, seconds: Math.min(longestSeconds, Math.max(0, ms) / 1000) });
  };
  const send = () => {
    if (waiting.length > 0) reportVitals(waiting.splice(0));
  };
  watch("longtask", (entry) => note("idle", "task", entry.duration));
  watch("measure", (entry) => {
    if (!entry.name.startsWith(timingPrefix)) return;
    const what = entry.name.slice(timingPrefix.length);
    if (what === "usable") note("load", opened, entry.duration);
    else note("response", what, entry.duration);
    performance.clearMeasures(entry.name);
  });
  watchFrames((ms) => note("animation", "scroll", ms));
  onINP((metric) => note("response", "inp", metric.value));
  onLCP((metric) => note("load", "lcp", metric.value));
  setInterval(send, sendEveryMs);
  document.addEventListener("visibilitychange", () => {
    // After the listeners of web-vitals, which tell their values now.
    if (document.visibilityState === "hidden") queueMicrotask(send);
  });
}

function watch(type: string, each: (entry: PerformanceEntry) => void): void {
  // Not every browser knows every kind; observing an unknown one does nothing.
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
}

/** Times a frame now and then while something scrolls: from its first callback until it is drawn. */
function watchFrames(each: (ms: number) => void): void {
  let turn = 0;
  document.addEventListener(
    "scroll",
    () => {
      if (turn++ % frameSample !== 0) return;
      const began = performance.now();
      whenDrawn(() => each(performance.now() - began));
    },
    { capture: true, passive: true },
  );
}
