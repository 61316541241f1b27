import { useEffect, useEffectEvent } from "react";
import { separator } from "../domain/gs1";
import { ScanDetector, type ScannerSettings, cleanCode, plainScanner } from "../domain/scan";

interface Reader {
  /** Told each code, as it was typed, and the time when it ended. */
  onScan(code: string, at: number): void;
  /** Told what a code may turn out to be, while it is still typed. */
  onReading(code: string): void;
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** How wedges type control characters: the separator of GS1 codes, LF and CR. */
const controls: Record<string, string> = { "]": separator, j: "Enter", m: "Enter" };

/**
 * Reads the codes that a keyboard-wedge scanner types, wherever the focus is. What the scanner typed into a focused field is taken out
 * again, and the Enter or Tab that it ends with reaches nobody. Where it ends with no key, a code is told once nothing follows it.
 */
export function useScanner({ onScan, onReading }: Reader, settings: ScannerSettings = plainScanner): void {
  const scanned = useEffectEvent(onScan);
  const reading = useEffectEvent(onReading);
  const { prefix, suffix, maxGap, noEnd = false } = settings;
  useEffect(() => {
    const detector = new ScanDetector({ prefix, suffix, maxGap, noEnd });
    let field: TextField | null = null;
    let before = "";
    let ended = false;
    let pause: ReturnType<typeof setTimeout> | undefined;
    const take = (code: string, at: number) => {
      if (field) restore(field, before);
      if (cleanCode(code)) scanned(code, at);
    };
    const awaitSilence = () => {
      clearTimeout(pause);
      if (!noEnd) return;
      const due = performance.now() + maxGap;
      pause = setTimeout(() => {
        const now = performance.now();
        // Keys may have been typed while the page was busy: they come first.
        if (now - due > maxGap / 2) return awaitSilence();
        const code = detector.silence();
        if (code !== null) take(code, now);
      }, maxGap);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.ctrlKey ? controls[event.key.toLowerCase()] : event.key;
      if (key === undefined || event.metaKey || event.isComposing || event.repeat) return;
      if (detector.endsAgain(key, event.timeStamp)) return silence(event);
      if (detector.begins(event.timeStamp) && key !== "Enter" && key !== "Tab") {
        field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
        before = field?.value ?? "";
      }
      const code = detector.key(key, event.timeStamp, event.target instanceof HTMLTextAreaElement);
      awaitSilence();
      if (code === null) {
        if (detector.soFar) reading(detector.soFar);
        return;
      }
      silence(event);
      ended = true;
      take(code, event.timeStamp);
    };
    // While the line is being found nobody else needs to look at a key going up.
    const onKeyUp = (event: KeyboardEvent) => {
      if (ended && (event.key === "Enter" || event.key === "Tab")) event.stopImmediatePropagation();
      ended = false;
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    window.addEventListener("keyup", onKeyUp, { capture: true });
    return () => {
      clearTimeout(pause);
      window.removeEventListener("keydown", onKeyDown, { capture: true });
      window.removeEventListener("keyup", onKeyUp, { capture: true });
    };
  }, [prefix, suffix, maxGap, noEnd]);
}

function silence(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Sets a field so that React hears of it. */
function restore(field: TextField, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
  setter?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
