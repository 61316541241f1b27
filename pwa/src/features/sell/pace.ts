/** For so long after it was scrolled, in milliseconds, it is still moving. */
const movingMs = 150;
/** So long after a key, or after another list has come, in milliseconds, somebody has seen what they asked for. */
const calmMs = 800;
/** While somebody types, all but the words waits so long, in milliseconds, for the next key. */
export const typingMs = 200;
/** So far beyond what is seen, either way and in pixels, rows are drawn while nobody does anything. */
export const farAhead = 6_000;
/** So far beyond what is seen they are drawn at once, and while it is scrolled: other frames have nothing to do but to move it. */
const nearAhead = 600;

/** How much may be done now, by when somebody scrolled, typed or asked for other products. */
export class Pace {
  /** Whether the device has more to do than rows that nobody may ever see. */
  busy = false;
  private stillAt = 0;
  private calmAt = 0;

  /** Somebody scrolls. */
  scrolled(): void {
    this.stillAt = performance.now() + movingMs;
  }

  /** Somebody typed or scanned, or another list has come. */
  acted(): void {
    this.calmAt = performance.now() + calmMs;
  }

  /** Whether nobody scrolls. */
  get still(): boolean {
    return performance.now() >= this.stillAt;
  }

  /** Whether nobody has done anything for a while. */
  get calm(): boolean {
    return this.still && performance.now() >= this.calmAt;
  }

  /** When to ask again whether it is calm, in milliseconds. */
  get again(): number {
    return Math.max(movingMs, Math.max(this.stillAt, this.calmAt) - performance.now());
  }

  /** So far beyond what is seen, in pixels, rows are to be drawn. */
  get ahead(): number {
    return this.calm && !this.busy ? farAhead : nearAhead;
  }
}
