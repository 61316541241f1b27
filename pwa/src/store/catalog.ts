import type { CatalogRecord, ChunkRecord, Database, OverlayRecord } from "./database";

/** A stored chunk. */
export function readChunk(db: Database, digest: string): Promise<ChunkRecord | undefined> {
  return db.run((connection) => connection.get("chunks", digest));
}

/** Stores a chunk whose digest was checked. */
export async function addChunk(db: Database, chunk: ChunkRecord): Promise<void> {
  await db.run((connection) => connection.put("chunks", chunk));
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
    await tx.done;
  });
  if (rows.length) db.changed("catalog");
}

/** Switches to a generation whose chunks are all stored, and forgets the ones before, in one transaction. */
export async function adopt(db: Database, record: CatalogRecord): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["chunks", "overlay", "settings"], "readwrite");
    const kept = new Set(record.chunks);
    for (const digest of await tx.objectStore("chunks").getAllKeys()) {
      if (!kept.has(digest)) void tx.objectStore("chunks").delete(digest);
    }
    void tx.objectStore("overlay").clear();
    void tx.objectStore("settings").put(record, "catalog");
    await tx.done;
  });
  db.changed("catalog");
}
