import type { PricingDocument } from "../../domain/pricing";
import type { StoreDocument } from "../../domain/product";
import type { BrowseQuery, BrowseResult, CatalogStatus } from "../../store/services";
import type { CatalogMethods, Reply, Request } from "./protocol";

/** The page's side of the catalog worker. */
export class CatalogClient {
  status: CatalogStatus = { phase: "loading", done: 0, total: 0, products: 0, updatedAt: 0, message: "", pricing: 0, sold: 0 };
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  private readonly listeners = new Set<() => void>();
  private last = 0;
  private browsing: Promise<unknown> = Promise.resolve();
  private newest = 0;
  private store: Promise<StoreDocument | null> | null = null;
  private prices: Promise<PricingDocument | null> | null = null;

  constructor(private readonly worker: Worker) {
    worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    worker.onerror = () => this.setStatus({ ...this.status, phase: "failed", message: "broken" });
  }

  /** Calls a method of the worker. */
  call<M extends keyof CatalogMethods>(method: M, ...args: Parameters<CatalogMethods[M]>): Promise<Awaited<ReturnType<CatalogMethods[M]>>> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, args } satisfies Request);
    });
  }

  /** Browses; of several lists asked for while one is being answered only the newest reaches the worker, and the others get null. */
  async browse(query: BrowseQuery): Promise<BrowseResult | null> {
    // More of a list takes nothing away from a question.
    if (query.offset) return this.call("browse", query);
    const mine = ++this.newest;
    const before = this.browsing;
    const answer = before.catch(() => undefined).then(() => (mine === this.newest ? this.call("browse", query) : null));
    this.browsing = answer;
    return answer;
  }

  /** The store view's document; asked once for each state of the catalog, as every line of an order needs it. */
  storeView(): Promise<StoreDocument | null> {
    this.store ??= this.call("storeView").then((view) => {
      // A download that has not come to it yet.
      if (!view) this.store = null;
      return view;
    });
    return this.store;
  }

  /** What totals are calculated by; asked once until it changes. */
  pricing(): Promise<PricingDocument | null> {
    this.prices ??= this.call("pricing").then((pricing) => {
      if (!pricing) this.prices = null;
      return pricing;
    });
    return this.prices;
  }

  /** Hears of status changes until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private receive(reply: Reply): void {
    if ("status" in reply) {
      this.setStatus(reply.status);
      return;
    }
    const call = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (reply.error !== undefined) call?.reject(new Error(reply.error));
    else call?.resolve(reply.result as never);
  }

  private setStatus(status: CatalogStatus): void {
    const same = status.phase === this.status.phase && status.updatedAt === this.status.updatedAt;
    if (!same) this.store = null;
    if (status.pricing !== this.status.pricing) this.prices = null;
    this.status = status;
    for (const listener of this.listeners) listener();
  }
}
