/** What is measured of a device; see store/records.ts for the units. */
interface Measured {
  skewMs: number | null;
  used: number;
  quota: number;
}

/** So much of the granted space, and what is missing can no longer be expected to fit. */
const FULL = 0.8;
/** Clocks of devices that set themselves by the network differ by less. */
const SKEW_MS = 2 * 60_000;

/** What somebody should do something about. */
export type Complaint = "versions" | "space" | "clock";

/** What is wrong with a device, the most pressing first. */
export function complaints(health: Measured | undefined, versionsDiffer: boolean): Complaint[] {
  const list: Complaint[] = [];
  if (versionsDiffer) list.push("versions");
  if (health && health.quota > 0 && health.used >= FULL * health.quota) list.push("space");
  if (health && isSkewed(health.skewMs)) list.push("clock");
  return list;
}

/** Whether a clock is so wrong that orders would carry a wrong time. */
export function isSkewed(skewMs: number | null): boolean {
  return skewMs !== null && Math.abs(skewMs) > SKEW_MS;
}
