import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { type Picture, film, squares } from "../support/picture";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("unsent orders", { timeout: 120_000 }, () => {
  const browsers: Browser[] = [];
  const worlds: World[] = [];
  const dir = mkdtempSync(join(tmpdir(), "tillway-transfer-"));
  afterEach(async () => {
    for (const world of worlds.splice(0).reverse()) await world.close();
    for (const browser of browsers.splice(0)) await browser.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The symbol that is on the screen, as a camera would see it. */
  async function shown(world: World): Promise<Picture> {
    const symbol = world.id("transfer-codes").locator("svg[role=img]");
    const box = (await symbol.getAttribute("viewBox"))!;
    const size = Number(box.split(" ")[2]);
    const dark = new Set([...(await symbol.locator("path").nth(1).getAttribute("d"))!.matchAll(/M(\d+) (\d+)h1/g)].map((match) => `${match[1]} ${match[2]}`));
    return squares(size, (column, row) => dark.has(`${column} ${row}`), 960, 720);
  }

  it("are taken over by codes and by file, and are one order each whoever sends them", async () => {
    const first = await launch();
    browsers.push(first);
    const one = await World.open(first, "sam", comesBack);
    worlds.push(one);
    const sell = async (world: World, skus: string[]) => {
      for (const sku of skus) await world.add(sku);
      await world.payExact();
      await world.id("new-order").click();
    };
    await one.cutOff();
    for (let i = 0; i < 4; i++) await sell(one, ["TW-1000", `TW-10${10 + i}`, `TW-10${24 + i}`]);
    await one.id("nav-orders").click();
    await one.id("orders-move").click();
    await one.checkAxe("moving orders");
    const saving = one.page.waitForEvent("download");
    await one.id("orders-export").click();
    const file = await readFile(await (await saving).path(), "utf8");
    await one.id("orders-codes").click();
    await one.id("codes-play").click();
    await one.checkAxe("codes");
    const label = () => one.id("codes-at").innerText();
    const count = Number((await label()).split(" ").at(-1));
    expect(count).toBeGreaterThan(1);
    const pictures: Picture[] = [];
    for (let i = 0; i < count; i++) {
      pictures.push(await shown(one));
      await one.id("codes-next").click();
    }
    const path = join(dir, "codes.y4m");
    film(path, pictures.flatMap((picture) => [picture, picture]));

    // Another device of the same register, with a network and a camera.
    await one.context.route("**/graphql", (route) => route.abort());
    one.stub.setDown(false);
    one.stub.state.settle = false;
    const second = await launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${path}`);
    browsers.push(second);
    const two = await World.open(second, "sam", comesBack, one);
    worlds.push(two);
    await two.id("nav-orders").click();
    await two.id("orders-move").click();
    expect(await two.id("orders-export").isDisabled()).toBe(true);
    const bad = async (text: string, words: string) => {
      await two.id("orders-import").setInputFiles({ name: "orders.json", mimeType: "application/json", buffer: Buffer.from(text) });
      await two.page.getByText(words).waitFor();
    };
    await bad("<p>hello</p>", "no orders of a register");
    await bad(file.replace('"version":1', '"version":9'), "newer version");
    await bad(file.replace('"registerId":"NYC1"', '"registerId":"NYC2"'), "of register NYC2");
    await two.checkAxe("a file that cannot be read");
    await two.id("orders-scan").click();
    await two.page.getByText("4 orders taken over").waitFor({ timeout: 60_000 });
    await expect.poll(() => two.stub.orders.size, { timeout: 20_000 }).toBe(4);
    // Receipts go on after those that came.
    await two.id("nav-sell").click();
    await sell(two, ["TW-1000"]);
    await expect.poll(() => two.stub.orders.size).toBe(5);
    expect([...two.stub.orders.values()].map(({ counter }) => counter).sort()).toEqual([1, 2, 3, 4, 5]);
    await two.id("nav-orders").click();
    await two.id("orders-move").click();
    const again = join(dir, "unsent.json");
    writeFileSync(again, file);
    await two.id("orders-import").setInputFiles(again);
    await two.page.getByText("on this device already").waitFor();

    // The first device has its network back and sends the same orders.
    const submits = two.stub.counters.submits;
    await one.context.unroute("**/graphql");
    await one.page.keyboard.press("Escape");
    await one.page.keyboard.press("Escape");
    await one.id("orders-send").click();
    await expect.poll(() => two.stub.counters.submits, { timeout: 20_000 }).toBe(submits + 4);
    await expect.poll(() => one.id("sync-status").getAttribute("data-pending")).toBe("0");
    expect(two.stub.orders.size).toBe(5);
  });
});
