import { GatewayError, NetworkError } from "./client";

const timeoutMs = 60_000;

/** Fetches a chunk's bytes. fresh goes past the browser's cache: for bytes that turned out to be wrong. */
export async function fetchChunk(token: string, url: string, fresh: boolean): Promise<Uint8Array> {
  const target = new URL(url, location.origin);
  if (target.origin !== location.origin) throw new GatewayError("BAD_INPUT", "A chunk must come from the gateway itself");
  try {
    const response = await fetch(target, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
      cache: fresh ? "reload" : "default",
      credentials: "omit",
    });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const code = response.status === 404 ? "NOT_FOUND" : response.status === 401 ? "UNAUTHENTICATED" : "UNAVAILABLE";
    throw new GatewayError(code, `The gateway answered ${response.status} for a part of the catalog`);
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause;
    throw new NetworkError("A part of the catalog could not be fetched", { cause });
  }
}
