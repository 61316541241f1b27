import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";

const timeoutMs = 15_000;

/** The gateway could not be reached, or gave no answer that can be read: whether it acted is unknown. */
export class NetworkError extends Error {}

/** The gateway answered with an error. code is one of its closed list; message is for people. */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** True when the same request may succeed later without anybody acting. */
  get retryable(): boolean {
    return ["UNAVAILABLE", "RATE_LIMITED", "OUTCOME_UNKNOWN", "NOT_READY", "INTERNAL"].includes(this.code);
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Runs one operation. Throws NetworkError, also when the signal aborted it, or GatewayError; an answer that is partly an error counts as one. */
export async function execute<T, V>(
  document: DocumentTypeDecoration<T, V> & { toString(): string },
  variables: V,
  token?: string,
  timeout = timeoutMs,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  let answer: Answer<T>;
  let status = 0;
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers,
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ? AbortSignal.any([AbortSignal.timeout(timeout), signal]) : AbortSignal.timeout(timeout),
      cache: "no-store",
      credentials: "omit",
    });
    status = response.status;
    answer = (await response.json()) as Answer<T>;
  } catch (cause) {
    throw new NetworkError(status ? `The gateway answered ${status} without JSON` : "The gateway cannot be reached", { cause });
  }
  const error = answer.errors?.[0];
  if (error) throw new GatewayError(error.extensions?.code ?? (status >= 500 ? "UNAVAILABLE" : "BAD_INPUT"), error.message);
  if (status === 401) throw new GatewayError("UNAUTHENTICATED", "This device is not enrolled");
  if (answer.data === null || answer.data === undefined) throw new NetworkError(`The gateway answered ${status} without data`);
  return answer.data;
}
