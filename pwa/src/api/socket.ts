import { createClient } from "graphql-ws";
import type { RemoteStatus } from "../domain/order";
import { CatalogChangedDocument, OrderChangedDocument, type TypedDocumentString } from "./gen/graphql";

/** What the socket tells. */
export interface SocketEvents {
  /** The socket is up, for the first time or again: whatever happened meanwhile was missed. */
  connected(): void;
  closed(): void;
  orderChanged(order: RemoteStatus & { id: string }): void;
  catalogChanged(): void;
}

/** Subscribes to orders and catalog until the returned function is called; reconnects by itself, for ever. */
export function subscribe(token: string, store: string, events: SocketEvents): () => void {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const client = createClient({
    url: url.href,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
    keepAlive: 20_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (attempt) =>
      new Promise((wake) => setTimeout(wake, Math.min(10_000, 500 * 2 ** attempt) * (0.2 + 0.8 * Math.random()))),
    on: { connected: () => events.connected(), closed: () => events.closed() },
    onNonLazyError: () => undefined,
  });
  const ends = [
    listen(client, OrderChangedDocument, {}, (data) => events.orderChanged(data.orderChanged)),
    listen(client, CatalogChangedDocument, { store }, () => events.catalogChanged()),
  ];
  return () => {
    for (const end of ends) end();
    void client.dispose();
  };
}

type Client = ReturnType<typeof createClient>;

/** Keeps one subscription open: the gateway ends those of slow readers, who are expected to subscribe again. */
function listen<T, V>(client: Client, document: TypedDocumentString<T, V>, variables: V, next: (data: T) => void): () => void {
  let over = false;
  let stop: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout>;
  const again = () => {
    if (!over) timer = setTimeout(start, 2_000 + 3_000 * Math.random());
  };
  const start = () => {
    stop = client.subscribe<T>(
      { query: document.toString(), variables: variables as Record<string, unknown> },
      {
        next: (result) => {
          if (result.data) next(result.data);
        },
        error: again,
        complete: again,
      },
    );
  };
  start();
  return () => {
    over = true;
    clearTimeout(timer);
    stop();
  };
}
