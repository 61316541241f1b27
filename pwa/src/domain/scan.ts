/**
 * Tells a keyboard-wedge scanner from a person: a scanner types at least four characters with never more than a short gap
 * between two, and ends with Enter. Times are event time stamps in milliseconds, so a busy page does not matter.
 */
export class ScanDetector {
  private burst = "";
  private last = 0;

  constructor(
    private readonly maxGap = 50,
    private readonly minLength = 4,
    private readonly maxLength = 256,
  ) {}

  /** True when a key would begin a new burst: the moment to remember what a focused field held. */
  begins(at: number): boolean {
    return this.burst === "" || at - this.last > this.maxGap;
  }

  /** Takes a key as KeyboardEvent.key names it; returns the code when Enter ended a burst, otherwise null. */
  key(key: string, at: number): string | null {
    const fresh = this.begins(at);
    if (fresh) this.burst = "";
    if (key === "Enter") {
      const code = this.burst;
      this.burst = "";
      return code.length >= this.minLength ? code : null;
    }
    // Modifier keys come between the characters of a scan.
    if (key === "Shift" || key === "AltGraph" || key === "CapsLock") return null;
    if (Array.from(key).length !== 1) {
      this.burst = "";
      return null;
    }
    if (this.burst.length < this.maxLength) this.burst += key;
    this.last = at;
    return null;
  }
}

/** A code fit to be looked up and shown: control characters gone, trimmed. */
export function cleanCode(code: string): string {
  // eslint-disable-next-line no-control-regex -- scanners do send control characters
  return code.replace(/[\u0000-\u001f\u007f]/g, "").trim();
}
