const maxLength = 256;
/** Codes of one product with weight, date and batch are no longer. */
const maxProductCode = 64;
/** Of a number on its way to its last digit only these are looked up. */
const gtinLengths = [8, 12, 13, 14];

/** How the scanner on a device is set up. */
export interface ScannerSettings {
  /** What it sends before and after each code; a code without them was typed. */
  prefix: string;
  suffix: string;
  /** The longest pause between two characters, in milliseconds. */
  maxGap: number;
  /** Whether it sends no key after a code, so that silence ends it; absent where nobody chose. */
  noEnd?: boolean;
  /** Forms of EAN-13 that hold a weight or a price; see readBarcode. */
  patterns: string[];
}

/** A scanner as it comes out of its box. */
export const plainScanner: ScannerSettings = { prefix: "", suffix: "", maxGap: 80, patterns: [] };

/** What a burst ended with: a key that scanners send, one that people go on with as well, or nothing. */
type End = "sure" | "usual" | "silence";

/**
 * Tells a keyboard-wedge scanner from a person: a scanner types many characters with never more than a short gap between
 * two, and ends with Enter or Tab, as it is set up, with both, or with silence. The fewer the characters, and the less an end says, the
 * shorter the gaps must be. Times are event time stamps in milliseconds, so a busy page does not matter.
 */
export class ScanDetector {
  private burst = "";
  private last = 0;
  private longestGap = 0;
  private ended = -Infinity;

  constructor(private readonly settings: Omit<ScannerSettings, "patterns"> = plainScanner) {}

  /** True when a key would begin a new burst: the moment to remember what a focused field held. */
  begins(at: number): boolean {
    return this.burst === "" || at - this.last > this.settings.maxGap;
  }

  /** True for a second key by which a scanner ends, as after CR and LF, with nothing typed in between: nobody means it. */
  endsAgain(key: string, at: number): boolean {
    if (!isEnd(key) || at - this.ended > this.settings.maxGap) return false;
    this.ended = at;
    return true;
  }

  /**
   * Takes a key as KeyboardEvent.key names it; returns the code when Enter or Tab ended a burst, otherwise null. several says that it goes
   * to a text of several lines, where people type Enter too.
   */
  key(key: string, at: number, several = false): string | null {
    if (this.begins(at)) {
      this.burst = "";
      this.longestGap = 0;
    } else {
      this.longestGap = Math.max(this.longestGap, at - this.last);
    }
    if (isEnd(key)) {
      const code = this.burst;
      this.burst = "";
      if (!this.isScan(code, key === "Enter" && !several ? "sure" : "usual")) return null;
      this.ended = at;
      return this.bare(code);
    }
    // Modifier keys come between the characters of a scan.
    if (key === "Shift" || key === "AltGraph" || key === "CapsLock") return null;
    // How wedges type the separator of GS1 codes, if they do at all.
    if (key === "F8") key = "\u001d";
    if (Array.from(key).length !== 1) {
      this.burst = "";
      return null;
    }
    if (this.burst.length < maxLength) this.burst += key;
    this.ended = -Infinity;
    this.last = at;
    return null;
  }

  /** Hears that no key has come for longer than the longest pause; returns the code where that ended one, otherwise null. */
  silence(): string | null {
    if (!this.settings.noEnd || !this.isScan(this.burst, "silence")) return null;
    const code = this.bare(this.burst);
    this.burst = "";
    return code;
  }

  /** What was scanned if Enter came now; null when that would not be a scan, or hardly the code of a product. */
  get soFar(): string | null {
    if (this.burst.length > maxProductCode || !this.isScan(this.burst)) return null;
    const code = this.bare(this.burst);
    return /^\d+$/.test(code) && !gtinLengths.includes(code.length) ? null : code;
  }

  private isScan(code: string, end: End = "sure"): boolean {
    const { prefix, suffix, maxGap } = this.settings;
    if (!code.startsWith(prefix) || !code.endsWith(suffix)) return false;
    const length = code.length - prefix.length - suffix.length;
    // What is framed as only a scanner does may be as short as it likes.
    if (prefix + suffix !== "") return length > 0;
    // Whoever types fast goes on to the next field with Tab, or thinks, and must not lose what was typed.
    return (length >= 6 && end === "sure") || (length >= (end === "silence" ? 6 : 4) && this.longestGap <= maxGap / 2);
  }

  private bare(code: string): string {
    return code.slice(this.settings.prefix.length, code.length - this.settings.suffix.length);
  }
}

function isEnd(key: string): boolean {
  return key === "Enter" || key === "Tab";
}

/** A code fit to be looked up and shown: control characters gone, trimmed. */
export function cleanCode(code: string): string {
   
  return code.replace(/[\u0000-\u001f\u007f]/g, "").trim();
}
