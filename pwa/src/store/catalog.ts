import type { CatalogRecord, ChunkRecord, Database, OverlayRecord, SegmentRecord } from "./database";

/** A stored chunk. */
export function readChunk(db: Database, digest: string): Promise<ChunkRecord | undefined> {
  return db.run((connection) => connection.get("chunks", digest));
}

/** What was made of a chunk. */
export function readSegment(db: Database, digest: string): Promise<SegmentRecord | undefined> {
  return db.run((connection) => connection.get("segments", digest));
}

/** Stores what was made of a chunk, and the chunk with it unless it is there: its digest must have been checked. */
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
      for (const digest of await tx.objectStore(name).getAllKeys()) {
        if (!kept.has(digest)) void tx.objectStore(name).delete(digest);
      }
    }
    void tx.objectStore("overlay").clear();
    void tx.objectStore("settings").put(record, "catalog");
    await tx.done;
  });
  db.changed("catalog");
}
