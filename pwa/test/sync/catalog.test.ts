import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { NetworkError } from "../../src/api/client";
import { CatalogSync, DamagedChunk, type CatalogGateway } from "../../src/sync/catalog/sync";
import { maxDocuments, partsOf } from "../../src/sync/catalog/layout";
import { breathe } from "../../src/sync/catalog/breathe";
import { readChunk, readSegments } from "../../src/store/catalog";
import { enrolled, locks } from "../support/build";

type Changes = Awaited<ReturnType<CatalogGateway["changes"]>>;

const product = (id: number, name: string, more = {}) => ({
  id, sku: `SKU-${id}`, type: "simple", name, enabled: true, visibility: 4, taxClass: 2, price: "5.00", ...more,
});

/** A gateway that serves documents as chunks and changes as pages of two. */
class FakeFeed implements CatalogGateway {
  epoch = "e1";
  fingerprint = "f1";
  fetched: { digest: string; fresh: boolean }[] = [];
  asked: string[] = [];
  log: Changes["entries"] = [];
  pruned = 0;
  damage: "never" | "cached" | "always" = "never";
  down = false;
  private readonly bytes = new Map<string, Uint8Array>();

  constructor(public chunks: [string, object[]][]) {}

  async manifest() {
    this.reach();
    const chunks = this.chunks.map(([kind, documents]) => {
      const bytes = new TextEncoder().encode(documents.map((d) => `${JSON.stringify(d)}\n`).join(""));
      const digest = createHash("sha256").update(bytes).digest("hex");
      this.bytes.set(digest, bytes);
      return { kind: kind as "PRODUCT", digest, documents: documents.length, bytes: bytes.length, url: `/catalog/chunks/${digest}` };
    });
    return { cursor: `${this.epoch}.${this.log.length}`, fingerprint: this.fingerprint, builtAt: "", chunks };
  }

  async changes(_store: string, after: string): Promise<Changes> {
    this.reach();
    this.asked.push(after);
    const [epoch, seq] = [after.slice(0, after.lastIndexOf(".")), Number(after.slice(after.lastIndexOf(".") + 1))];
    if (epoch !== this.epoch || seq < this.pruned) return { entries: [], next: after, more: false, resyncRequired: true };
    const entries = this.log.slice(seq, seq + 2);
    const next = seq + entries.length;
    return { entries, next: `${epoch}.${next}`, more: next < this.log.length, resyncRequired: false };
  }

  async chunk(url: string, fresh: boolean): Promise<Uint8Array> {
    this.reach();
    const digest = url.split("/").at(-1)!;
    this.fetched.push({ digest, fresh });
    if (this.damage === "always" || (this.damage === "cached" && !fresh)) return new TextEncoder().encode("{}\n");
    return this.bytes.get(digest)!;
  }

  put(id: number, name: string) {
    this.log.push({ kind: "PRODUCT", key: String(id), document: product(id, name), deleted: false });
  }

  private reach() {
    if (this.down) throw new NetworkError("down");
  }
}

const shop = (): [string, object[]][] => [
  ["PRODUCT", [product(1, "Red mug", { barcodes: ["4006381333931"] }), product(2, "Blue mug")]],
  ["PRODUCT", [product(3, "Lantern")]],
  ["STORE", [{ code: "default", baseCurrency: "USD", rootCategoryId: 2, baseMediaUrl: "http://m/", locale: "en_US" }]],
  ["STOCK", [{ sku: "SKU-1", salable: "4.0000", inStock: true }]],
];

async function setup(feed = new FakeFeed(shop())) {
  const db = await enrolled();
  let now = 1_000;
  const progress: [number, number][] = [];
  const rest = { current: breathe };
  const create = () =>
    new CatalogSync({ db, gateway: feed, locks: locks(), now: () => now, rest: () => rest.current(), progress: (done, total) => progress.push([done, total]) }, "default");
  return { db, feed, create, progress, rest, later: (ms: number) => (now += ms) };
}

const names = (sync: CatalogSync) => sync.memory.browse({ search: "", category: null, limit: 99 }).items.map((i) => i.name);

describe("the catalog", () => {
  it("is downloaded, and opened again without the gateway", async () => {
    const { feed, create, progress } = await setup();
    const first = create();
    expect(await first.load()).toBe(false);
    await first.refresh();
    expect(names(first)).toEqual(["Blue mug", "Lantern", "Red mug"]);
    expect(progress.at(-1)).toEqual([5, 5]);
    feed.down = true;
    const second = create();
    expect(await second.load()).toBe(true);
    expect(names(second)).toEqual(["Blue mug", "Lantern", "Red mug"]);
    expect(second.memory.find("4006381333931")).toMatchObject({ kind: "item", item: { sku: "SKU-1", price: 500, stock: { salable: 4 } } });
    await expect(second.refresh()).rejects.toThrow(NetworkError);
    expect(second.ready).toBe(true);
  });

  it("is laid out again from its chunks, without the gateway, when a new version lays it out differently", async () => {
    const { db, feed, create } = await setup();
    await create().refresh();
    feed.down = true;
    const rows = await db.run((connection) => connection.getAll("segments"));
    expect(rows).toHaveLength(4);
    await db.run((connection) => connection.delete("segments", rows[0]!.digest));
    await db.run((connection) => connection.put("segments", { ...rows[1]!, version: 0, segment: { kind: "stock" } }));
    const again = create();
    expect(await again.load()).toBe(true);
    expect(names(again)).toEqual(["Blue mug", "Lantern", "Red mug"]);
    expect(await db.run((connection) => connection.getAll("segments"))).toEqual(rows);
  });

  it("fetches a damaged chunk again, past the caches", async () => {
    const { feed, create } = await setup();
    feed.damage = "cached";
    const sync = create();
    await sync.refresh();
    expect(names(sync)).toHaveLength(3);
    expect(feed.fetched.filter((f) => f.fresh)).toHaveLength(4);
  });

  it("never stores bytes whose digest is wrong", async () => {
    const { db, feed, create } = await setup();
    feed.damage = "always";
    const sync = create();
    await expect(sync.refresh()).rejects.toThrow(DamagedChunk);
    expect(await readChunk(db, feed.fetched[0]!.digest)).toEqual([]);
    expect(await db.setting("catalog")).toBeUndefined();
    expect(await create().load()).toBe(false);
  });

  it("goes on where a broken download stopped", async () => {
    const { feed, create } = await setup();
    const chunk = feed.chunk.bind(feed);
    let left = 2;
    feed.chunk = async (url, fresh) => {
      if (left-- <= 0) throw new NetworkError("cut");
      return chunk(url, fresh);
    };
    await expect(create().refresh()).rejects.toThrow(NetworkError);
    await new Promise((wake) => setTimeout(wake, 20));
    feed.chunk = chunk;
    feed.fetched = [];
    const sync = create();
    await sync.refresh();
    expect(feed.fetched).toHaveLength(2);
    expect(names(sync)).toHaveLength(3);
  });

  it("keeps a large chunk in parts, and fetches it again when not all of them were stored", async () => {
    const large = Array.from({ length: 2 * maxDocuments + 1 }, (_, n) => product(n + 1, `Mug ${n}`));
    const { db, feed, create } = await setup(new FakeFeed([["PRODUCT", large]]));
    await create().refresh();
    const digest = feed.fetched[0]!.digest;
    const parts = await readChunk(db, digest);
    expect(parts.map((part) => part.bytes.length)).toEqual(partsOf(Buffer.concat(parts.map((part) => part.bytes))).map((part) => part.length));
    expect(parts).toHaveLength(3);
    feed.down = true;
    const reopened = create();
    expect(await reopened.load()).toBe(true);
    expect(reopened.memory.size).toBe(large.length);
    feed.down = false;
    for (const lost of parts) {
      await db.run((connection) => Promise.all([connection.delete("chunks", lost.digest), connection.delete("segments", lost.digest)]));
      expect(await readChunk(db, digest)).toEqual([]);
      expect(await create().load()).toBe(false);
      feed.fetched = [];
      const again = create();
      await again.refresh();
      expect(feed.fetched).toHaveLength(1);
      expect(again.memory.size).toBe(large.length);
    }
    // As a version stored it that knows no parts.
    const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
    await db.run((connection) => connection.put("chunks", { digest, kind: "product", bytes }));
    expect((await readChunk(db, digest)).map((part) => part.bytes)).toEqual([bytes]);
    feed.chunks = shop();
    feed.epoch = "e2";
    await create().refresh();
    expect(await db.run((connection) => connection.count("chunks"))).toBe(shop().length);
  });

  it("stores one part of a chunk at a time, so that an order that changes meanwhile waits for one at most", async () => {
    const documents = Array.from({ length: 12 }, (_, n) => ["PRODUCT", [product(n + 1, `Mug ${n}`)]] as [string, object[]]);
    const { db, create } = await setup(new FakeFeed(documents));
    let open = 0;
    let most = 0;
    let writes = 0;
    await db.run(async (connection) => {
      const transaction = connection.transaction.bind(connection) as (...all: unknown[]) => ReturnType<typeof connection.transaction>;
      vi.spyOn(connection, "transaction").mockImplementation(((...all: unknown[]) => {
        const tx = transaction(...all);
        if (all[1] === "readwrite") {
          writes++;
          most = Math.max(most, ++open);
          void tx.done.finally(() => open--);
        }
        return tx;
      }) as typeof connection.transaction);
      return Promise.resolve();
    });
    await create().refresh();
    expect(writes).toBeGreaterThan(documents.length);
    expect(most).toBe(1);
  });

  it("stands still while somebody sells, and goes on after", async () => {
    const { db, create, rest } = await setup();
    let goOn = () => {};
    const sold = new Promise<void>((done) => (goOn = done));
    let resting = () => {};
    const rested = new Promise<void>((seen) => (resting = seen));
    rest.current = () => {
      resting();
      return sold;
    };
    const sync = create();
    const done = sync.refresh();
    await rested;
    await breathe();
    expect(await db.run((connection) => connection.count("segments"))).toBe(0);
    goOn();
    await done;
    expect(names(sync)).toHaveLength(3);
  });

  it("follows changes page by page, and keeps them", async () => {
    const { feed, create } = await setup();
    const sync = create();
    await sync.refresh();
    feed.put(2, "Green mug");
    feed.put(4, "Kettle");
    feed.log.push({ kind: "PRODUCT", key: "3", document: null, deleted: true });
    await sync.refresh();
    expect(names(sync)).toEqual(["Green mug", "Kettle", "Red mug"]);
    expect(sync.memory.find("SKU-3").kind).toBe("nothing");
    expect(sync.memory.browse({ search: "blue", category: null, limit: 9 }).total).toBe(0);
    expect(sync.memory.browse({ search: "green", category: null, limit: 9 }).total).toBe(1);
    const reopened = create();
    await reopened.load();
    expect(names(reopened)).toEqual(names(sync));
    expect(feed.fetched).toHaveLength(4);
  });

  it("takes the manifest again when the gateway says resync, and only the chunks that changed", async () => {
    const { db, feed, create } = await setup();
    const sync = create();
    await sync.refresh();
    const old = (await db.setting("catalog"))!.chunks;
    feed.epoch = "e2";
    feed.chunks = shop().map(([kind, docs], i) => (i === 1 ? [kind, [product(3, "Lamp")]] : [kind, docs]));
    feed.fetched = [];
    await sync.refresh();
    expect(names(sync)).toEqual(["Blue mug", "Lamp", "Red mug"]);
    expect(feed.fetched).toHaveLength(1);
    const kept = (await db.setting("catalog"))!.chunks;
    const gone = old.filter((digest) => !kept.includes(digest));
    expect(gone).toHaveLength(1);
    expect(await readChunk(db, gone[0]!)).toEqual([]);
    expect(await readSegments(db, gone[0]!)).toEqual([]);
  });

  it("takes the manifest again when settings changed what documents mean", async () => {
    const { feed, create, later } = await setup();
    const sync = create();
    await sync.refresh();
    feed.fingerprint = "f2";
    feed.chunks[2] = ["STORE", [{ code: "default", baseCurrency: "JPY", rootCategoryId: 2, baseMediaUrl: "http://m/" }]];
    later(20 * 60_000);
    await sync.refresh();
    expect(sync.memory.store?.baseCurrency).toBe("JPY");
  });

  it("is taken over by a second tab without asking twice for chunks", async () => {
    const { feed, create } = await setup();
    const [one, two] = [create(), create()];
    await one.refresh();
    await two.refresh();
    expect(feed.fetched).toHaveLength(4);
    feed.put(9, "Whistle");
    await one.refresh();
    await two.refresh();
    expect(names(two)).toEqual(names(one));
  });
});
