import type { Database } from "./database";
import type { Verifier } from "./records";

/** OWASP's figure for PBKDF2 with SHA-256. */
export const PIN_ITERATIONS = 600_000;

const freeFailures = 4;
const firstBlockMs = 30_000;
const longestBlockMs = 15 * 60_000;

/** What came of an unlock without the gateway. */
export type Unlock =
  | { ok: true }
  | { ok: false; why: "unknown" | "wrong" }
  | { ok: false; why: "blocked"; until: number };

/** Remembers a PIN that the gateway has just accepted, as a salted hash. */
export async function rememberPin(db: Database, staffId: string, pin: string, iterations = PIN_ITERATIONS): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const hash = await derive(pin, salt, iterations);
  const verifier: Verifier = { staffId, salt, iterations, hash, failures: 0, blockedUntil: 0 };
  await db.run((connection) => connection.put("verifiers", verifier));
}

/** Forgets a PIN, so that the person must be online for the next sign-in. */
export async function forgetPin(db: Database, staffId: string): Promise<void> {
  await db.run((connection) => connection.delete("verifiers", staffId));
}

/**
 * Checks a PIN against what this device remembers. From the fifth wrong PIN on, each doubles a wait that holds for right
 * PINs too. The attempt is counted before it is checked, so closing the page does not save it.
 */
export async function unlock(db: Database, staffId: string, pin: string, now: number): Promise<Unlock> {
  const verifier = await db.run((connection) => countAttempt(connection, staffId, now));
  if (!verifier) return { ok: false, why: "unknown" };
  if (verifier === "blocked") {
    const stored = await db.run((connection) => connection.get("verifiers", staffId));
    return { ok: false, why: "blocked", until: stored?.blockedUntil ?? now };
  }
  const hash = await derive(pin, verifier.salt, verifier.iterations);
  if (!equal(hash, verifier.hash)) return { ok: false, why: "wrong" };
  await db.run((connection) => connection.put("verifiers", { ...verifier, failures: 0, blockedUntil: 0 }));
  return { ok: true };
}

type Run = Parameters<Database["run"]>[0];

async function countAttempt(connection: Parameters<Run>[0], staffId: string, now: number): Promise<Verifier | "blocked" | null> {
  const tx = connection.transaction("verifiers", "readwrite");
  const verifier = await tx.store.get(staffId);
  if (!verifier) return null;
  if (verifier.blockedUntil > now) return "blocked";
  const failures = verifier.failures + 1;
  const wait = failures > freeFailures ? Math.min(longestBlockMs, firstBlockMs * 2 ** (failures - freeFailures - 1)) : 0;
  const counted = { ...verifier, failures, blockedUntil: wait ? now + wait : 0 };
  await tx.store.put(counted);
  await tx.done;
  return counted;
}

async function derive(pin: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const params = { name: "PBKDF2", hash: "SHA-256", salt: salt as BufferSource, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
