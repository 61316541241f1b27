import { GatewayError, NetworkError } from "../../api/client";
import { fetchChunk } from "../../api/chunk";
import { catalogChanges, catalogManifest } from "../../api/gateway";
import { Database } from "../../store/database";
import type { CatalogStatus } from "../../store/services";
import { Unsent } from "../../store/unsent";
import { Courtesy, inSlices, inTurn } from "./breathe";
import type { CatalogMethods, Reply, Request } from "./protocol";
import { CatalogSync, DamagedChunk } from "./sync";

const pollMs = 45_000;
const retryMs = 5_000;
const progressEveryMs = 250;

const db = new Database();
const unsent = new Unsent(db);
const courtesy = new Courtesy();
const rest = () => courtesy.rest();
const inTurnOfSales = inTurn();
let sync: CatalogSync | null = null;
let started = "";
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
let again = false;
let loading: Promise<unknown> = Promise.resolve();
let toldAt = 0;
let progress = { done: 0, total: 0 };
let telling: ReturnType<typeof setTimeout> | undefined;
let status: CatalogStatus = { phase: "loading", done: 0, total: 0, products: 0, updatedAt: 0, message: "", pricing: 0, sold: 0 };
let pricing: unknown = null;

const methods: CatalogMethods = {
  start(token, store, locale) {
    if (started === `${store} ${token}`) return;
    started = `${store} ${token}`;
    sync = new CatalogSync(
      {
        db,
        gateway: {
          manifest: (name) => catalogManifest(token, name),
          changes: (name, after) => catalogChanges(token, name, after),
          chunk: (url, fresh) => fetchChunk(token, url, fresh),
        },
        locks: navigator.locks,
        unsent: unsent.pieces,
        locale,
        now: () => Date.now(),
        rest,
        progress: (done, total) => {
          progress = { done, total };
          telling ??= setTimeout(tellProgress, toldAt + progressEveryMs - performance.now());
        },
      },
      store,
    );
    void begin(sync);
  },
  refresh: () => void refresh(),
  browse: (query) => sync?.memory.browse(query) ?? { items: [], total: 0 },
  // What is stored takes a moment to open: a scan meanwhile waits instead of finding nothing.
  find(code) {
    courtesy.note();
    return loading.then(() => sync?.memory.find(code) ?? { kind: "nothing" });
  },
  sell(sku, choices) {
    courtesy.note();
    return sync?.memory.sell(sku, choices) ?? null;
  },
  pricing: () => sync?.memory.pricing ?? null,
  categories: () => sync?.memory.categories() ?? [],
  storeView: () => sync?.memory.store ?? null,
};

/** Tells what was done last. A few times a second is enough: each time the page draws. Not while it draws what somebody has just scanned. */
function tellProgress(): void {
  telling = courtesy.selling ? setTimeout(tellProgress, progressEveryMs) : undefined;
  if (!telling) tell({ ...progress, phase: sync?.ready ? "ready" : status.phase });
}

async function begin(current: CatalogSync): Promise<void> {
  tell({ phase: "loading", message: "" });
  countUnsent();
  const load = current.load().catch(() => false);
  loading = load;
  const loaded = await load;
  if (current !== sync) return;
  tell({ phase: loaded ? "ready" : "downloading", done: 0, total: 0 });
  await inSlices(current.memory.warmUp(), rest);
  await refresh();
  await inSlices(current.memory.warmUp(), rest);
}

/** One refresh at a time; a wish during one is granted after it. */
async function refresh(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  running = attempt();
  await running;
  running = null;
  if (again) {
    again = false;
    await refresh();
  }
}

async function attempt(): Promise<void> {
  const current = sync;
  if (!current) return;
  clearTimeout(timer);
  let wait = pollMs;
  try {
    if (!current.ready) tell({ phase: "downloading", message: "" });
    await current.refresh();
    tell({ phase: "ready", message: "" });
  } catch (error) {
    wait = retryMs + Math.random() * retryMs;
    tell({ phase: current.ready ? "ready" : "failed", message: problem(error) });
  }
  timer = setTimeout(() => void refresh(), wait * (0.8 + 0.4 * Math.random()));
}

function problem(error: unknown): string {
  if (error instanceof NetworkError) return "offline";
  if (error instanceof DamagedChunk) return "damaged";
  return error instanceof GatewayError ? error.message : "broken";
}

function tell(change: Partial<CatalogStatus>): void {
  const prices = sync?.memory.pricing ?? null;
  const turn = status.pricing + Number(prices !== pricing);
  pricing = prices;
  status = { ...status, ...change, pricing: turn, products: sync?.memory.size ?? 0, updatedAt: sync?.updatedAt ?? 0 };
  toldAt = performance.now();
  send({ status });
}

function send(reply: Reply): void {
  self.postMessage(reply);
}

/** Takes what was sold here off the stock, once nobody sells. What cannot be read is read with the next sale. */
function countUnsent(): void {
  const count = async () => {
    await rest();
    if (await unsent.read()) tell({ sold: status.sold + 1 });
  };
  inTurnOfSales(count).catch(() => undefined);
}

db.subscribe((topic) => {
  if (topic === "outbox") countUnsent();
  // Another tab has stored changes: take them over. Our own writes find nothing new.
  if (topic === "catalog" && sync?.ready && !running) void refresh();
});

self.onmessage = (event: MessageEvent<Request>) => {
  const { id, method, args } = event.data;
  const call = methods[method] as (...all: unknown[]) => unknown;
  const failed = (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) });
  try {
    const result = call(...args);
    if (result instanceof Promise) result.then((value: unknown) => send({ id, result: value }), failed);
    else send({ id, result });
  } catch (error) {
    failed(error);
  }
};
