/** What tells, after the browser has dropped the database, that there was one: outside of it, and nothing secret. */
export interface Marker {
  registerId: string;
  /** The last receipt number that was given here. */
  counter: number;
}

const key = "tillway-enrolled";

/** The marker; null when this browser was never enrolled, or dropped that too. */
export function readMarker(): Marker | null {
  try {
    const marker = JSON.parse(globalThis.localStorage?.getItem(key) ?? "null") as Partial<Marker> | null;
    return typeof marker?.registerId === "string" && Number.isSafeInteger(marker.counter) ? (marker as Marker) : null;
  } catch {
    return null;
  }
}

/** Leaves the marker. A browser that does not keep it loses nothing but the hint. */
export function leaveMarker(marker: Marker): void {
  try {
    globalThis.localStorage?.setItem(key, JSON.stringify(marker));
  } catch {
    // Storage is full or forbidden; the sale itself is in the database.
  }
}
