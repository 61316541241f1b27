const maxGap = 80;
const maxLength = 256;

/**
 * Tells a keyboard-wedge scanner from a person: a scanner types many characters with never more than a short gap between
 * two, and ends with Enter. The fewer the characters, the shorter the gaps must be. Times are event time stamps in
 * milliseconds, so a busy page does not matter.
 */
export class ScanDetector {
  private burst = "";
  private last = 0;
  private longestGap = 0;

  /** True when a key would begin a new burst: the moment to remember what a focused field held. */
  begins(at: number): boolean {
    return this.burst === "" || at - this.last > maxGap;
  }

  /** Takes a key as KeyboardEvent.key names it; returns the code when Enter ended a burst, otherwise null. */
  key(key: string, at: number): string | null {
    if (this.begins(at)) {
      this.burst = "";
      this.longestGap = 0;
    } else {
      this.longestGap = Math.max(this.longestGap, at - this.last);
    }
    if (key === "Enter") {
      const code = this.burst;
      this.burst = "";
      return code.length >= 6 || (code.length >= 4 && this.longestGap <= maxGap / 2) ? code : null;
    }
    // Modifier keys come between the characters of a scan.
    if (key === "Shift" || key === "AltGraph" || key === "CapsLock") return null;
    if (Array.from(key).length !== 1) {
      this.burst = "";
      return null;
    }
    if (this.burst.length < maxLength) this.burst += key;
    this.last = at;
    return null;
  }
}

/** A code fit to be looked up and shown: control characters gone, trimmed. */
export function cleanCode(code: string): string {
   
  return code.replace(/[\u0000-\u001f\u007f]/g, "").trim();
}
