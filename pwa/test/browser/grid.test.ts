import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Stub, startStub } from "../../dev/stub.mjs";
import { difference } from "../support/difference";
import { gapsSeen, watchGaps } from "../support/gaps";
import { World, able, comesBack, launch } from "./world";

/** What a tile shows, as the page has them. */
interface Shown {
  sku: string;
  place: number;
  picture: string;
  letters: string;
}

function tiles(): Shown[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-query] [role=listitem]"), (tile) => {
    const picture = tile.querySelector<HTMLElement>("[data-picture]")!;
    return {
      sku: tile.querySelector("button")!.dataset.testid!.slice("product-".length),
      place: Number(tile.ariaPosInSet),
      picture: picture.dataset.picture === "file" ? picture.style.backgroundImage : (picture.dataset.picture ?? ""),
      letters: picture.textContent,
    };
  });
}

/** Has the register download its catalog again when it is opened; runs in the page. */
async function forgetCatalog(): Promise<void> {
  const db = await new Promise<IDBDatabase>((open) => {
    const request = indexedDB.open("tillway");
    request.onsuccess = () => open(request.result);
  });
  const tx = db.transaction(["settings", "chunks", "segments"], "readwrite");
  tx.objectStore("settings").delete("catalog");
  for (const name of ["chunks", "segments"]) tx.objectStore(name).clear();
  await new Promise((done) => (tx.oncomplete = done));
  db.close();
}

/** The number that a product of the stub has, and its picture's file; every fifth has none. */
const numberOf = (sku: string) => Number(sku.slice("TW-".length)) - 1_000;
const plain = ({ sku }: Shown) => /^TW-\d{4}$/.test(sku);
const hasPicture = (sku: string) => numberOf(sku) % 5 !== 4;

describe.skipIf(!able)("the product grid", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  let stub: Stub;
  /** Scrolls as a wheel does, and again where the list ended before: more of it comes as its end comes near. */
  const scrollTo = async (pixels: number) => {
    await world.page.mouse.move(400, 500);
    const there = async () => {
      const left = pixels - (await world.page.evaluate(() => document.querySelector("[data-query]")!.parentElement!.scrollTop));
      if (left > 0) await world.page.mouse.wheel(0, left);
      return left <= 0;
    };
    await expect.poll(there, { interval: 500 }).toBe(true);
  };
  /** The tiles at a moment when every picture is up; more rows may come after it. */
  const settled = async () => {
    let all: Shown[] = [];
    const look = async () => {
      all = await world.page.evaluate(tiles);
      return all.length > 0 && all.every(({ picture, place }, i) => picture !== "due" && (i === 0 || place > all[i - 1]!.place));
    };
    await expect.poll(look).toBe(true);
    return all;
  };
  /** Waits until nothing more comes: for a second everything is as it was. */
  const atRest = async () => {
    let last = "";
    const look = async () => {
      const now = JSON.stringify(await settled());
      const same = now === last;
      last = now;
      return same;
    };
    await expect.poll(look, { interval: 1_000 }).toBe(true);
  };
  beforeAll(async () => {
    browser = await launch();
    // More than are ever drawn at a time.
    stub = await startStub(0, { products: 1_200 });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await stub?.stop();
  });
  afterEach(() => world?.close());

  it("gives every tile its own product's picture, also when tiles have become other products'", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await settled();
    for (const text of ["lantern", "", "mug"]) {
      await world.id("search").fill(text);
      await world.page.locator(`[data-query="${text}"]`).waitFor();
      // Before its own has come there is none, least of all the one before.
      for (const { sku, picture } of (await world.page.evaluate(tiles)).filter(plain)) if (picture.startsWith("url")) expect(picture).toContain(`/${numberOf(sku)}.svg"`);
      await settled();
    }
    await world.id("search").fill("");
    await world.page.locator('[data-query=""]').waitFor();
    await scrollTo(12_000);
    await expect.poll(async () => (await world.page.evaluate(tiles))[0]!.place).toBeGreaterThan(1);
    const all = await settled();
    expect(all.filter(plain).length).toBeGreaterThan(15);
    for (const { sku, picture, letters } of all.filter(plain)) {
      if (hasPicture(sku)) expect(picture).toContain(`/${numberOf(sku)}.svg"`);
      else expect([picture, letters.length > 0]).toEqual(["letters", true]);
    }
  });

  it("puts up a few pictures in a frame, which would have much to do with all", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await settled();
    await world.page.evaluate(() => {
      const perFrame = new Map<unknown, number>();
      const put = (target: Node) => (target as HTMLElement).dataset.picture === "file";
      const count = (changes: MutationRecord[]) => perFrame.set(document.timeline.currentTime, (perFrame.get(document.timeline.currentTime) ?? 0) + changes.filter(({ target }) => put(target)).length);
      new MutationObserver(count).observe(document.body, { subtree: true, attributeFilter: ["data-picture"] });
      Object.assign(window, { perFrame });
    });
    for (const text of ["mug", ""]) {
      await world.id("search").fill(text);
      await world.page.locator(`[data-query="${text}"]`).waitFor();
      await settled();
    }
    const frames = await world.page.evaluate(() => [...(window as unknown as { perFrame: Map<unknown, number> }).perFrame.values()]);
    expect(frames.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(15);
    expect(Math.max(...frames)).toBeLessThanOrEqual(2);
  });

  it("leaves rows that are far from what is seen until the catalog has been downloaded", async () => {
    world = await World.open(browser, "sam", comesBack, { stub });
    const { page } = world;
    await page.evaluate(forgetCatalog);
    let release = () => undefined as void;
    const released = new Promise<void>((done) => (release = done));
    await page.route("**/catalog/chunks/*", async (route) => {
      const response = await route.fetch();
      if ((await response.text()).includes('"salable"')) await released;
      await route.fulfill({ response });
    });
    await page.reload();
    await page.locator("[data-testid=catalog-status][data-phase=downloading]").waitFor();
    await page.locator("[data-query] [role=listitem]").first().waitFor();
    await atRest();
    expect((await page.evaluate(tiles)).length).toBeLessThan(40);
    release();
    await expect.poll(async () => (await page.evaluate(tiles)).length, { timeout: 10_000 }).toBeGreaterThan(60);
  });

  it("shows initials where a picture cannot be loaded", async () => {
    world = await World.open(browser, "sam", comesBack, { stub });
    await world.page.route("**/media/**", (route) => route.abort());
    await world.page.reload();
    await world.page.locator("[data-query] [role=listitem]").first().waitFor();
    await expect.poll(async () => (await world.page.evaluate(tiles)).filter(({ picture, letters }) => picture !== "letters" || letters === "").length).toBe(0);
  });

  it("shows what the catalog has changed, in sight and far from it, but not while somebody types", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await atRest();
    const all = (await settled()).filter(plain);
    const some = [all[0]!, all[7]!, all.at(-1)!];
    const prices = () => Promise.all(some.map(({ sku }) => world.page.locator(`[data-testid=product-${sku}] .tabular-nums`).innerText()));
    const change = async (price: string) => {
      for (const { sku } of some) {
        const name = await world.page.locator(`[data-testid=product-${sku}] .line-clamp-2`).innerText();
        stub.change("PRODUCT", String(1_000 + numberOf(sku) * 20), { id: 1_000 + numberOf(sku) * 20, sku, type: "simple", name, enabled: true, visibility: 4, taxClass: 2, price });
      }
    };
    await change("77.00");
    await expect.poll(prices).toEqual(["$77.00", "$77.00", "$77.00"]);
    // Somebody types: no tile becomes another below their eyes.
    const typing = world.page.evaluate(async () => {
      let changed = false;
      new MutationObserver(() => (changed = true)).observe(document.querySelector("[data-query]")!, { subtree: true, characterData: true });
      for (let i = 0; i < 20; i++) {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
        await new Promise((next) => setTimeout(next, 100));
      }
      return changed;
    });
    await change("78.00");
    expect(await typing).toBe(false);
    await expect.poll(prices).toEqual(["$78.00", "$78.00", "$78.00"]);
    // In a busy shop something changes all the time.
    const busy = setInterval(() => stub.change("STOCK", all[1]!.sku, { sku: all[1]!.sku, salable: String(10 + (Date.now() % 90)), inStock: true }), 200);
    await change("79.00");
    await expect.poll(prices, { timeout: 8_000 }).toEqual(["$79.00", "$79.00", "$79.00"]).finally(() => clearInterval(busy));
  });

  it("tells how many pieces are left of a few, and never that none or less are", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await atRest();
    const all = (await settled()).filter(plain);
    const levels = [["5", "5 left"], ["1.0000", "1 left"], ["0", ""], ["0.5", ""], ["-5", ""], ["6", ""]].map(([salable, text], i) => ({ sku: all[i]!.sku, salable, text }));
    for (const { sku, salable } of levels) stub.change("STOCK", sku, { sku, salable, inStock: true });
    const told = () => Promise.all(levels.map(async ({ sku }) => (await world.page.locator(`[data-testid=product-${sku}] .text-warn`).allInnerTexts()).join("")));
    await expect.poll(told).toEqual(levels.map(({ text }) => text));
  });

  it("has a tile for a product that is new in the list at once, also while somebody types", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    const add = (n: number) =>
      stub.change("PRODUCT", `90010${n}`, { id: 900_100 + n, sku: `TRAY-${n}`, type: "simple", name: `Tray ${n}`, enabled: true, visibility: 4, taxClass: 2, price: "9.00" });
    add(1);
    await world.id("search").fill("tray");
    await world.id("product-TRAY-1").waitFor();
    await atRest();
    const appears = world.page.evaluate(async () => {
      for (let i = 0; i < 100; i++) {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
        await new Promise((next) => setTimeout(next, 100));
        if (document.querySelector("[data-testid=product-TRAY-2]")) return true;
      }
      return false;
    });
    add(2);
    expect(await appears).toBe(true);
  });

  it("shows two lines of a name and not a bit of the others, however long it is", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await atRest();
    // From the third line on, down to the next row of tiles.
    const below = (name: string) =>
      world.page.evaluate((text) => {
        const tile = document.querySelector("[data-query] [role=listitem]")!;
        const [names, rest] = tile.querySelector("[data-picture]")!.parentElement!.parentElement!.querySelectorAll(":scope > span:not(:first-child)");
        names!.firstChild!.nodeValue = text;
        const [{ left, width }, { top, bottom }] = [tile.getBoundingClientRect(), rest!.getBoundingClientRect()];
        return { x: left, y: Math.ceil(top), width, height: Math.ceil(bottom) + 40 - Math.ceil(top) };
      }, name);
    const clip = await below("Seventy times seven words ".repeat(20));
    const long = await world.page.screenshot({ clip });
    await below("Mug");
    expect(await difference(world.page, long, await world.page.screenshot({ clip }))).toBe(0);
  });

  it("keeps the keyboard on its product when that is scrolled out of sight, and goes on in the order of the list", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await settled();
    const tile = world.page.locator("[data-query] [role=listitem] button").first();
    const sku = (await world.page.evaluate(tiles)).find((one) => one.place === 1)!.sku;
    const columns = await world.page.evaluate(() => document.querySelector("[data-query] > div")!.children.length);
    await tile.focus();
    await scrollTo(12_000);
    await expect.poll(async () => (await world.page.evaluate(tiles))[columns]!.place).toBeGreaterThan(columns + 1);
    // The browser scrolls smoothly.
    await world.page.waitForFunction(
      () =>
        new Promise((done) => {
          const outer = document.querySelector("[data-query]")!.parentElement!;
          const before = outer.scrollTop;
          setTimeout(() => done(before > 10_000 && outer.scrollTop === before), 200);
        }),
    );
    await atRest();
    const focused = () => world.page.evaluate(() => document.activeElement?.closest("[role=listitem]")?.ariaPosInSet);
    expect(await focused()).toBe("1");
    expect(await world.page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid)).toBe(`product-${sku}`);
    await world.page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("2");
    // It has come into sight with that, and its neighbours come in the next frames.
    await world.page.locator(`[data-query] [role=listitem][aria-posinset="${2 + columns}"]`).waitFor();
    await world.page.keyboard.press("ArrowDown");
    expect(await focused()).toBe(String(2 + columns));
  });

  it("is one stop of the Tab key, either way", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await settled();
    const { keyboard } = world.page;
    const at = () => world.page.evaluate(() => document.activeElement?.closest("[role=listitem]")?.ariaPosInSet ?? document.activeElement?.closest<HTMLElement>("[data-testid]")?.dataset.testid);
    const press = async (key: string) => (await keyboard.press(key), at());
    await world.page.locator("[data-testid^=category-]").last().focus();
    const before = await at();
    expect(await press("Tab")).toBe("1");
    expect(await press("ArrowRight")).toBe("2");
    expect(await press("Shift+Tab")).toBe(before);
    expect(await press("Tab")).toBe("1");
    expect(await press("Tab")).toBe("parked-open");
    expect(await press("Shift+Tab")).toBe("1");
    await keyboard.press("Enter");
    await world.page.locator("[data-testid^=cart-line-]").first().waitFor();
    // A click between two tiles moves nothing.
    await scrollTo(3_000);
    await atRest();
    const scrolled = () => world.page.evaluate(() => document.querySelector("[data-query]")!.parentElement!.scrollTop);
    const there = await scrolled();
    const box = (await world.page.locator("[data-query] [role=listitem]").nth(20).boundingBox())!;
    await world.page.mouse.click(box.x + box.width + 6, box.y + box.height / 2);
    expect(await scrolled()).toBe(there);
  });

  it("has every row that is seen on the page, with its words, in each frame of a scroll", async () => {
    world = await World.open(browser, "sam", {}, { stub });
    await settled();
    await watchGaps(world.page);
    await world.page.mouse.move(400, 500);
    for (const [steps, pixels] of [[30, 60], [20, 900], [20, -400], [10, -1_500]] as const) for (let i = 0; i < steps; i++) await world.page.mouse.wheel(0, pixels);
    await world.page.waitForFunction(() => document.querySelector("[data-query]")!.parentElement!.scrollTop === 0);
    const seen = await gapsSeen(world.page);
    expect(seen.frames).toBeGreaterThan(30);
    expect(seen.gaps).toBe(0);
  });
});
