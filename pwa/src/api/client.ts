import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";

const timeoutMs = 15_000;
/** How much a slow line brings at least, 64 kbit/s: so long the gateway reads too (gateway/app/http.go). */
const bytesPerMs = 8;
/** How much is kept of what a gateway of another version says: it repeats what it did not understand, pictures and all, and then why. */
const longestReason = 300;

/** The gateway could not be reached, or gave no answer that can be read: whether it acted is unknown. */
export class NetworkError extends Error {}

/** The code of a request that the gateway does not understand: it is of another version than this register. */
export const versionsDiffer = "VERSIONS_DIFFER";

/** The gateway answered with an error. code is one of its closed list, or versionsDiffer; message is for people. */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** True when the same request may succeed later without anybody acting. */
  get retryable(): boolean {
    return ["UNAVAILABLE", "RATE_LIMITED", "OUTCOME_UNKNOWN", "NOT_READY", "INTERNAL", versionsDiffer].includes(this.code);
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** What gateways of before do not tell: how far each return is, and what held orders met. */
const newer = /(\breturned \{[^}]*?)\s+state\b|\s+code\s+figures \{[^}]*\}/g;

/**
 * Runs one operation; timeout is for the answer, and what a slow line needs to send the request comes on top. Throws NetworkError, also
 * when the signal aborted it, or GatewayError; an answer that is partly an error counts as one. While the gateway is updated, a replica of
 * before may answer, which understands nothing of a request with a field that it does not know, and does nothing: it is asked again
 * without the field.
 */
export async function execute<T, V>(
  document: DocumentTypeDecoration<T, V> & { toString(): string },
  variables: V,
  token?: string,
  timeout = timeoutMs,
  signal?: AbortSignal,
): Promise<T> {
  const query = document.toString();
  const older = query.replace(newer, "$1");
  try {
    return await ask(query, variables, token, timeout, signal);
  } catch (error) {
    if (older === query || !(error instanceof GatewayError) || error.code !== versionsDiffer) throw error;
    return ask(older, variables, token, timeout, signal);
  }
}

async function ask<T>(query: string, variables: unknown, token: string | undefined, timeout: number, signal: AbortSignal | undefined): Promise<T> {
  const body = JSON.stringify({ query, variables });
  const patience = AbortSignal.timeout(timeout + Math.floor(body.length / bytesPerMs));
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  let answer: Answer<T>;
  let status = 0;
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers,
      body,
      signal: signal ? AbortSignal.any([patience, signal]) : patience,
      cache: "no-store",
      credentials: "omit",
    });
    status = response.status;
    answer = (await response.json()) as Answer<T>;
  } catch (cause) {
    throw new NetworkError(status ? `The gateway answered ${status} without JSON` : "The gateway cannot be reached", { cause });
  }
  const error = answer.errors?.[0];
  if (error) throw fault(error, status);
  if (status === 401) throw new GatewayError("UNAUTHENTICATED", "This device is not enrolled");
  if (answer.data === null || answer.data === undefined) throw new NetworkError(`The gateway answered ${status} without data`);
  return answer.data;
}

function fault({ message, path, extensions }: NonNullable<Answer<unknown>["errors"]>[number], status: number): GatewayError {
  const code = extensions?.code ?? (status >= 500 ? "UNAVAILABLE" : "BAD_INPUT");
  // What an operation refuses has its path. A document or a variable that does not fit the schema never came to be one.
  const misfit = code === "BAD_INPUT" && (path === undefined || path[0] === "variable");
  if (!misfit) return new GatewayError(code, message);
  return new GatewayError(versionsDiffer, `The register and the gateway are of different versions; nothing is lost. Reload the register, or wait until the gateway is updated. (${message.slice(-longestReason)})`);
}
