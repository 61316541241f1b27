import type { CatalogChangesQuery, CatalogManifestQuery } from "../../api/gen/graphql";
import type { CatalogRecord, ChunkRecord, Database } from "../../store/database";
import { CatalogMemory } from "./memory";
import { addSegment, adopt, applyChanges, overlaySize, partKey, readChunk, readOverlay, readSegments } from "../../store/catalog";
import { inSlices, inTurn } from "./breathe";
import { type Laid, layOut, partsOf } from "./layout";
import { segmentVersion } from "./segment";

type Manifest = CatalogManifestQuery["catalogManifest"];
type Chunk = Manifest["chunks"][number];

/** The gateway as the catalog uses it. */
export interface CatalogGateway {
  manifest(store: string): Promise<Manifest>;
  changes(store: string, after: string): Promise<CatalogChangesQuery["catalogChanges"]>;
  /** fresh goes past caches. */
  chunk(url: string, fresh: boolean): Promise<Uint8Array>;
}

/** What the catalog sync is made of. */
export interface CatalogDeps {
  db: Database;
  gateway: CatalogGateway;
  locks: Pick<LockManager, "request">;
  /** Pieces that were sold and that stock levels cannot know of, by SKU in lower case. */
  unsent?: ReadonlyMap<string, number>;
  /** What people read: how counts in descriptions are written. */
  locale?: string;
  now(): number;
  /** Waited for between slices of work, that of others may go first. */
  rest(): Promise<void>;
  /** Told documents done and in all while a generation is taken over. */
  progress(done: number, total: number): void;
}

const parallel = 4;
const manifestEveryMs = 15 * 60_000;
const longOverlay = 5_000;

/** A chunk's bytes are not what its name says. */
export class DamagedChunk extends Error {}

/** Keeps a store's catalog: stored in IndexedDB as chunks and what changed after them, and in memory for reading. */
export class CatalogSync {
  memory: CatalogMemory;
  private record: CatalogRecord | null = null;
  private manifestAt = -Infinity;
  // Chunks are fetched side by side, but laid out and stored one by one: a scan waits for one slice of work, and the order that it
  // changes for one part of a chunk to be written, at most.
  private readonly layOutInTurn = inTurn();
  private readonly storeInTurn = inTurn();

  constructor(
    private readonly deps: CatalogDeps,
    private readonly store: string,
  ) {
    this.memory = new CatalogMemory(deps.unsent, deps.locale);
  }

  /** True once there is something to sell from. */
  get ready(): boolean {
    return this.record !== null;
  }

  /** When the catalog last agreed with the gateway, milliseconds since 1970; 0 before the first time. */
  get updatedAt(): number {
    return this.record?.updatedAt ?? 0;
  }

  /** Takes what is stored into memory, without the gateway. False when there is nothing, or not all of it. */
  async load(): Promise<boolean> {
    const record = await this.deps.db.setting("catalog");
    if (record?.store !== this.store) return false;
    const memory = new CatalogMemory(this.deps.unsent, this.deps.locale);
    let done = 0;
    const queue = [...record.chunks];
    let complete = true;
    const work = async () => {
      for (let digest = queue.shift(); digest && complete; digest = queue.shift()) {
        const parts = await this.stored(digest);
        if (parts) take(memory, parts);
        else complete = false;
        this.deps.progress(++done, record.chunks.length);
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    if (!complete) return false;
    memory.put(await readOverlay(this.deps.db));
    this.memory = memory;
    this.record = record;
    return true;
  }

  /** Catches up with the gateway. One tab at a time; the others find the work done. */
  async refresh(): Promise<void> {
    await this.deps.locks.request("tillway-catalog", async () => {
      const stored = await this.deps.db.setting("catalog");
      if (stored?.store === this.store && stored.cursor !== this.record?.cursor) await this.catchUp(stored);
      const asked = this.deps.now() - this.manifestAt > manifestEveryMs;
      if (!this.record || asked) await this.compare();
      await this.follow();
    });
  }

  /** Takes over what another tab has stored meanwhile. */
  private async catchUp(stored: CatalogRecord): Promise<void> {
    if (this.record?.chunks.join() !== stored.chunks.join()) {
      await this.load();
      return;
    }
    this.memory.put(await readOverlay(this.deps.db));
    this.record = stored;
  }

  private async compare(): Promise<void> {
    const manifest = await this.deps.gateway.manifest(this.store);
    this.manifestAt = this.deps.now();
    const same = this.record && epoch(this.record.cursor) === epoch(manifest.cursor) && this.record.fingerprint === manifest.fingerprint;
    if (!same || (await overlaySize(this.deps.db)) > longOverlay) await this.takeOver(manifest);
  }

  private async follow(): Promise<void> {
    const { db, gateway, now } = this.deps;
    for (;;) {
      const record = this.record;
      if (!record) return;
      const page = await gateway.changes(this.store, record.cursor);
      if (page.resyncRequired) {
        const manifest = await gateway.manifest(this.store);
        await this.takeOver(manifest);
        continue;
      }
      const rows = page.entries.map((e) => ({ kind: e.kind.toLowerCase(), key: e.key, body: e.deleted ? null : e.document }));
      const next = { ...record, cursor: page.next, updatedAt: now() };
      await applyChanges(db, rows, next);
      this.memory.put(rows);
      this.record = next;
      if (!page.more) return;
    }
  }

  /** Takes a whole generation: stored chunks are used again, the others fetched; the switch is one transaction. */
  private async takeOver(manifest: Manifest): Promise<void> {
    const memory = new CatalogMemory(this.deps.unsent, this.deps.locale);
    // Before the first generation is complete, selling starts with what is there.
    if (!this.record) this.memory = memory;
    const total = manifest.chunks.reduce((sum, chunk) => sum + chunk.documents, 0);
    let done = 0;
    // The store view first: prices and pictures are read by its settings. Products before the large rest.
    const order = ["STORE", "PRICING", "CATEGORY", "PRODUCT", "STOCK"];
    const queue = [...manifest.chunks].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    const work = async () => {
      for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
        take(memory, (await this.stored(chunk.digest)) ?? (await this.fetch(chunk)));
        done += chunk.documents;
        this.deps.progress(done, total);
        await this.deps.rest();
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    const { cursor, fingerprint, chunks } = manifest;
    const digests = chunks.map((chunk) => chunk.digest);
    this.record = { store: this.store, cursor, fingerprint, chunks: digests, updatedAt: this.deps.now() };
    await adopt(this.deps.db, this.record);
    this.memory = memory;
  }

  /** The parts of a stored chunk, laid out; undefined when it is not stored. */
  private async stored(digest: string): Promise<Laid[] | undefined> {
    const { db } = this.deps;
    const segments = await readSegments(db, digest);
    if (segments.length > 0 && segments.every(({ version }) => version === segmentVersion)) return segments.map(({ segment }) => segment as Laid);
    const parts = await readChunk(db, digest);
    return parts.length > 0 ? this.keep(parts, true) : undefined;
  }

  private async fetch({ digest, kind, url }: Chunk): Promise<Laid[]> {
    for (const fresh of [false, true]) {
      const bytes = await this.deps.gateway.chunk(url, fresh);
      if ((await digestOf(bytes)) !== digest) continue;
      const parts = partsOf(bytes);
      return this.keep(parts.map((part, i) => ({ digest: partKey(digest, i, parts.length), more: i + 1 < parts.length, kind: kind.toLowerCase(), bytes: part })), false);
    }
    throw new DamagedChunk(`chunk ${digest} arrived damaged, twice`);
  }

  /** Lays the parts of a chunk out and stores that, with the parts unless they are stored. */
  private async keep(parts: readonly ChunkRecord[], areStored: boolean): Promise<Laid[]> {
    const { db, rest } = this.deps;
    const all: Laid[] = [];
    for (const part of parts) {
      const segment = await this.layOutInTurn(() => inSlices(layOut(part.kind, part.bytes), rest));
      const record = { digest: part.digest, more: part.more, version: segmentVersion, segment };
      await this.storeInTurn(() => rest().then(() => addSegment(db, record, areStored ? null : part)));
      all.push(segment);
    }
    return all;
  }
}

function epoch(cursor: string): string {
  return cursor.slice(0, cursor.lastIndexOf("."));
}

function take(memory: CatalogMemory, parts: readonly Laid[]): void {
  for (const { segments, rows } of parts) {
    for (const segment of segments) memory.add(segment);
    if (rows.length > 0) memory.put(rows);
  }
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes as BufferSource);
  return Array.from(new Uint8Array(hash), (b) => b.toString(16).padStart(2, "0")).join("");
}
