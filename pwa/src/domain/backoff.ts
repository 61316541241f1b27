/** How long to wait before attempt n (from 1): doubling from base, capped, with full jitter, never under a tenth of it. */
export function backoff(attempt: number, random: number, baseMs = 1_000, capMs = 60_000): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(ceiling * (0.1 + 0.9 * random));
}
