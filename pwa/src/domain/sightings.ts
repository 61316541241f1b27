/** A code that was out of sight for so long counts again. */
const againMs = 1_200;

/** Tells which codes come into sight anew: what stays before the camera counts once, however slowly pictures are read. */
export class Sightings {
  private readonly last = new Map<string, number>();
  private before = -Infinity;

  /** The codes of a picture that count; at is its time in milliseconds, later than that of the picture before. */
  fresh(codes: readonly string[], at: number): string[] {
    const fresh = [...new Set(codes)].filter((code) => {
      const last = this.last.get(code);
      return last === undefined || (last !== this.before && at - last > againMs);
    });
    for (const code of codes) this.last.set(code, at);
    this.before = at;
    return fresh;
  }
}
