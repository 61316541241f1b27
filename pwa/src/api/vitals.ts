/** One measurement as POST /vitals takes it. */
export interface Reading {
  phase: "response" | "animation" | "idle" | "load";
  interaction: string;
  seconds: number;
}

/** The most readings in a report. */
export const maxReadings = 200;

/** Hands a report to the browser, which sends it when it suits. Nobody waits for it, and a lost one is not missed. */
export function reportVitals(readings: readonly Reading[]): void {
  navigator.sendBeacon("/vitals", JSON.stringify({ readings }));
}
