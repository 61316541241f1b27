import type { CatalogRecord, ChunkRecord, Database, OverlayRecord, SegmentRecord } from "./database";

/**
 * Under what a part of a chunk of so many parts is stored, numbered from 0. A chunk of one part is under its digest, and no part of others
 * is: a version that knows no parts would take it for all.
 */
export function partKey(digest: string, part: number, parts: number): string {
  return parts === 1 ? digest : numbered(digest, part);
}

function numbered(digest: string, part: number): string {
  return `${digest}/${String(part).padStart(4, "0")}`;
}

/** The parts of a stored chunk; none unless all are there. */
export function readChunk(db: Database, digest: string): Promise<ChunkRecord[]> {
  return db.run((connection) => connection.getAll("chunks", keysOf(digest))).then((parts) => whole(digest, parts));
}

/** What was made of the parts of a chunk; none unless it is there for all. */
export function readSegments(db: Database, digest: string): Promise<SegmentRecord[]> {
  return db.run((connection) => connection.getAll("segments", keysOf(digest))).then((parts) => whole(digest, parts));
}

function keysOf(digest: string): IDBKeyRange {
  return IDBKeyRange.bound(digest, `${digest}/~`);
}

function whole<T extends { digest: string; more?: boolean }>(digest: string, parts: T[]): T[] {
  if (parts[0]?.digest === digest) return parts.slice(0, 1);
  return parts.every((part, i) => part.digest === numbered(digest, i)) && !parts.at(-1)?.more ? parts : [];
}

/** Stores what was made of a part of a chunk, and the part with it unless it is there: the chunk's digest must have been checked. */
export async function addSegment(db: Database, segment: SegmentRecord, chunk: ChunkRecord | null): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["chunks", "segments"], "readwrite", { durability: "relaxed" });
    if (chunk) void tx.objectStore("chunks").put(chunk);
    void tx.objectStore("segments").put(segment);
    // At once, not when this thread comes to hear that both were put: what is sold meanwhile waits to be written until then.
    tx.commit();
    await tx.done;
  });
}

/** Everything that changed after the chunks. */
export function readOverlay(db: Database): Promise<OverlayRecord[]> {
  return db.run((connection) => connection.getAll("overlay"));
}

/** How many documents changed after the chunks. */
export function overlaySize(db: Database): Promise<number> {
  return db.run((connection) => connection.count("overlay"));
}

/** Stores a page of changes and the place in the feed after it, in one transaction. */
export async function applyChanges(db: Database, rows: OverlayRecord[], record: CatalogRecord): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["overlay", "settings"], "readwrite", { durability: "relaxed" });
    for (const row of rows) void tx.objectStore("overlay").put(row);
    void tx.objectStore("settings").put(record, "catalog");
    tx.commit();
    await tx.done;
  });
  if (rows.length) db.changed("catalog");
}

/** Switches to a generation whose chunks are all stored, and forgets the ones before, in one transaction. */
export async function adopt(db: Database, record: CatalogRecord): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["chunks", "segments", "overlay", "settings"], "readwrite");
    const kept = new Set(record.chunks);
    for (const name of ["chunks", "segments"] as const) {
      for (const key of await tx.objectStore(name).getAllKeys()) {
        if (!kept.has(key.split("/")[0]!)) void tx.objectStore(name).delete(key);
      }
    }
    void tx.objectStore("overlay").clear();
    void tx.objectStore("settings").put(record, "catalog");
    await tx.done;
  });
  db.changed("catalog");
}
