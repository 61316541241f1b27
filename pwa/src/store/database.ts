import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, openDB } from "idb";
import type { Cart } from "../domain/cart";
import type { CustomerRecord } from "../domain/customer";
import type { OrderRecord } from "../domain/order";
import type { OpenShift, ShiftEventRecord } from "../domain/shift";
import type { MailWish } from "./mails";
import type { Waiting } from "../domain/waiting";
import type { Device, EngineStatus, Hardware, Health, Session, Verifier } from "./records";

/** A part of an immutable run of catalog documents, as fetched: whoever writes something else meanwhile waits for a part, not for all. */
export interface ChunkRecord {
  /** The chunk's digest, with the number of the part if there are more: see partKey. */
  digest: string;
  /** Whether another part follows. */
  more?: boolean;
  kind: string;
  bytes: Uint8Array;
}

/** What was made of a part of a chunk for reading it at once. An older version is made again from the part. */
export interface SegmentRecord {
  digest: string;
  more?: boolean;
  version: number;
  segment: unknown;
}

/** A document that changed after the chunks were cut, or a tombstone (body null). */
export interface OverlayRecord {
  kind: string;
  key: string;
  body: unknown;
}

/** Which generation of the catalog is stored, and how far its changes were followed. */
export interface CatalogRecord {
  store: string;
  fingerprint: string;
  cursor: string;
  chunks: string[];
  updatedAt: number;
}

/** An order that the gateway does not have yet. */
export interface OutboxRow {
  seq?: number;
  orderId: string;
  registerId: string;
  attempts: number;
  /** Not to be sent before, milliseconds since 1970; 0 is at once. */
  dueAt: number;
  /** True of an order with pictures, which is sent after those without. */
  pictures?: boolean;
}

/** Small records under fixed keys. */
export interface Settings {
  device: Device;
  session: Session;
  cart: Cart;
  /** SKUs to have at hand, in the order in which they were chosen. */
  favourites: string[];
  hardware: Hardware;
  status: EngineStatus;
  health: Health;
  /** After how many minutes without a touch the device locks itself; 0 is never. */
  lockMinutes: number;
  /** The open shifts of the registers that this browser was enrolled to, by register. */
  shifts: Record<string, OpenShift>;
  /** Receipts that customers want by e-mail. */
  mails: MailWish[];
  /** What waits for customers at the location, as the gateway last told. */
  waiting: Waiting;
  catalog: CatalogRecord;
}

/** What is stored under which keys. */
export interface Schema extends DBSchema {
  settings: { key: string; value: unknown };
  counters: { key: string; value: number };
  /** The changes of the open order, and of what else an order is made of, by number. */
  turns: { key: number; value: true };
  verifiers: { key: string; value: Verifier };
  orders: { key: string; value: OrderRecord; indexes: { created: number; local: string; receipt: string; shift: string; remote: [string, string] } };
  parked: { key: string; value: Cart };
  outbox: { key: number; value: OutboxRow; indexes: { order: string } };
  chunks: { key: string; value: ChunkRecord };
  segments: { key: string; value: SegmentRecord };
  overlay: { key: [string, string]; value: OverlayRecord };
  customers: { key: string; value: CustomerRecord; indexes: { used: number } };
  shiftEvents: { key: string; value: ShiftEventRecord; indexes: { shift: string; waiting: number } };
}

/** An open connection. */
export type Connection = IDBPDatabase<Schema>;

/** What readers can wait for. */
export type Topic = "device" | "session" | "cart" | "parked" | "favourites" | "hardware" | "orders" | "outbox" | "catalog" | "status" | "customers" | "mails" | "waiting" | "shifts" | "health" | "lockMinutes";

/** Hears of a change; written is what a writer of this tab left under the topic. */
type Listener = (topic: Topic, written?: { value: unknown }) => void;

/**
 * The register's IndexedDB. Readers hear of changes by topic, from this tab and from all others. A connection that the
 * browser closed or lost is opened again, once per call.
 */
export class Database {
  private connection: Promise<Connection> | null = null;
  private closed = false;
  private readonly listeners = new Set<Listener>();
  /** The open order as this tab last left it, and the number of that change; null when another may have changed it since. */
  openOrder: { cart: Cart | undefined; turn: number } | null = null;
  private readonly channel: BroadcastChannel;

  constructor(private readonly name = "tillway") {
    this.channel = new BroadcastChannel(`${name}-changes`);
    this.channel.onmessage = (event: MessageEvent<Topic>) => this.tell(event.data);
  }

  /** Runs work on the connection. Work must be one transaction: it may be run a second time after a lost connection. */
  async run<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (error) {
      if (!lostConnection(error)) throw error;
      this.connection = null;
      return work(await this.open());
    }
  }

  /** Reads a setting. */
  async setting<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined> {
    return this.run(async (db) => (await db.get("settings", key)) as Settings[K] | undefined);
  }

  /** Writes a setting, or removes it when value is undefined, and tells readers. */
  async setSetting<K extends keyof Settings>(key: K, value: Settings[K] | undefined): Promise<void> {
    await this.run(async (db) => {
      if (value === undefined) await db.delete("settings", key);
      else await db.put("settings", value, key);
    });
    this.changed(key);
  }

  /** Tells every reader, in all tabs, that something was written; nobody any more after close. */
  changed(...topics: Topic[]): void {
    if (this.closed) return;
    for (const topic of topics) {
      this.tell(topic);
      this.changedHere(topic);
    }
  }

  /** Hands this tab's readers what is there now: they need not read it. */
  show<K extends keyof Settings & Topic>(key: K, value: Settings[K] | undefined): void {
    if (!this.closed) this.tell(key, { value });
  }

  /** Tells the readers of all other tabs that something was written. */
  changedHere(topic: Topic): void {
    if (!this.closed) this.channel.postMessage(topic);
  }

  /** Hears of changes until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Closes the connection and the channel. */
  async close(): Promise<void> {
    this.closed = true;
    this.channel.close();
    (await this.connection)?.close();
    this.connection = null;
  }

  private tell(topic: Topic, written?: { value: unknown }): void {
    if (topic === "cart" && !written) this.openOrder = null;
    for (const listener of this.listeners) listener(topic, written);
  }

  private open(): Promise<Connection> {
    this.connection ??= openDB<Schema>(this.name, 7, {
      upgrade(db, from, _to, tx) {
        if (from < 1) {
          db.createObjectStore("settings");
          db.createObjectStore("counters");
          db.createObjectStore("verifiers", { keyPath: "staffId" });
          const orders = db.createObjectStore("orders", { keyPath: "id" });
          orders.createIndex("created", "createdAt");
          orders.createIndex("local", "local");
          const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
          outbox.createIndex("order", "orderId", { unique: true });
          db.createObjectStore("chunks", { keyPath: "digest" });
          db.createObjectStore("overlay", { keyPath: ["kind", "key"] });
        }
        if (from < 2) db.createObjectStore("segments", { keyPath: "digest" });
        if (from < 3) {
          db.createObjectStore("parked", { keyPath: "id" });
          const orders = tx.objectStore("orders");
          orders.createIndex("receipt", "receiptNumber");
          if (from > 0) void orders.getAll().then((all) => all.map((order) => orders.put(withReceipt(order))));
          // Lines of before lack what they are calculated from.
          void tx.objectStore("settings").delete("cart");
        }
        if (from < 4) {
          db.createObjectStore("customers", { keyPath: "id" }).createIndex("used", "usedAt");
          const events = db.createObjectStore("shiftEvents", { keyPath: "id" });
          events.createIndex("shift", "shiftId");
          events.createIndex("waiting", "waiting");
        }
        if (from < 5) tx.objectStore("orders").createIndex("shift", "input.shiftId");
        if (from < 6) db.createObjectStore("turns");
        // Only what the gateway has told of is in it.
        if (from < 7) tx.objectStore("orders").createIndex("remote", ["local", "remote.state"]);
      },
      blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
      terminated: () => {
        this.connection = null;
      },
    }).catch((error: unknown) => {
      this.connection = null;
      throw error;
    });
    return this.connection;
  }
}

/** What receipts of before version 3 were made of. */
interface OldFacts {
  details?: string[];
  /** percentMillionths is per cent times a million. */
  taxes?: { key: string; percentMillionths: number; tax: number }[];
}

/** An order whose receipt shows what it showed when it was sold. */
function withReceipt(order: OrderRecord & OldFacts): OrderRecord {
  const { details = [], taxes = [], ...rest } = order;
  const lines = order.input.lines.map((line, i) => ({ detail: details[i] ?? "", shownRow: line.rowTotal }));
  return { ...rest, receipt: { taxIncluded: false, discounts: [], taxes: taxes.map(({ key, percentMillionths, tax }) => ({ label: key, percent: String(percentMillionths / 1e6), amount: tax })), lines, returns: [] } };
}

/**
 * Commits at once; resolves when the writes are stored, rejects with what stood against it. Only the end of the transaction is waited
 * for: when Chromium refuses to commit (a full device), some of the writes are never answered, and when a write fails, the transaction
 * does not know of it yet.
 */
export async function commit(tx: IDBPTransaction<Schema, StoreNames<Schema>[], "readwrite">, writes: readonly Promise<unknown>[]): Promise<void> {
  for (const early of [tx.done, ...writes]) early.catch(() => undefined);
  const ended = new Promise<void>((stored, failed) => {
    tx.addEventListener("complete", () => stored());
    tx.addEventListener("abort", () => failed(tx.error ?? new DOMException("The transaction was given up.", "AbortError")));
  });
  tx.commit();
  await ended;
}

function lostConnection(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "InvalidStateError" || /connection/i.test(error.message));
}

/** Whether something could not be written because the device has no more room for it. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
