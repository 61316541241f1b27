import type { Database } from "./database";

/** The most favourites: more than that is a category. */
export const MAX_FAVOURITES = 60;

/** The SKUs that this device has at hand, in the order in which they were chosen. */
export async function favourites(db: Database): Promise<string[]> {
  return (await db.setting("favourites")) ?? [];
}

/** Puts a SKU among the favourites, or takes it away when it is one. False when there is no room. */
export async function toggleFavourite(db: Database, sku: string): Promise<boolean> {
  const done = await db.run(async (connection) => {
    const tx = connection.transaction("settings", "readwrite");
    const now = ((await tx.store.get("favourites")) as string[] | undefined) ?? [];
    const next = now.includes(sku) ? now.filter((other) => other !== sku) : [...now, sku];
    if (next.length > MAX_FAVOURITES) return false;
    await tx.store.put(next, "favourites");
    await tx.done;
    return true;
  });
  if (done) db.changed("favourites");
  return done;
}
