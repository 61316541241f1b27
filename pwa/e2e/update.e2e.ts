import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";

const pwa = resolve(import.meta.dirname, "..");

/** Every file below a folder, by its path from there. */
const filesOf = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** Builds the next version of the register, and a gateway with it inside: what somebody who updates a shop starts. */
function buildNext(into: string): { binary: string; gone: string } {
  const dist = join(into, "dist");
  execFileSync("npx", ["vite", "build", "--outDir", dist, "--logLevel", "error"], { cwd: pwa, env: { ...process.env, VITE_VERSION: "9.9.9-next" } });
  // The gateway embeds the folder dist: the overlay takes what is there away, and puts the other files in.
  const replace = Object.fromEntries([
    ...filesOf(join(pwa, "dist")).map((file) => [join(pwa, "dist", file), ""]),
    ...filesOf(dist).map((file) => [join(pwa, "dist", file), join(dist, file)]),
  ]);
  const overlay = join(into, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replace }));
  const binary = join(into, "tillway-next");
  execFileSync("go", ["build", "-trimpath", "-overlay", overlay, "-o", binary, "./gateway/cmd/tillway"], { cwd: resolve(pwa, "..") });
  // A part of the register that the next version does not have under that name any more.
  const gone = filesOf(join(pwa, "dist")).find((file) => file.endsWith(".js") && file.startsWith("assets/") && !filesOf(dist).includes(file));
  if (!gone) throw new Error("the next version has the same files");
  return { binary, gone };
}

describe("a new version while an order is open, against the gateway", () => {
  let world: World;
  let before: string;
  let next: string;
  let gone: string;
  let skus: [string, string];
  beforeAll(async () => {
    world = await World.start();
    skus = (await simpleSkus(world, 2)) as [string, string];
    before = world.binary;
    ({ binary: next, gone } = buildNext(world.dir));
  }, 600_000);
  afterAll(() => world.stop());

  /** Puts another version of the gateway in the place of the one that runs. */
  const deploy = async (binary: string) => {
    await world.killGateway();
    world.binary = binary;
    await world.startGateway();
  };
  /** Whether the new version has been let in: none waits any more. */
  const isIn = (register: Register) => register.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting === null);
  const controlled = (register: Register) => register.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
  /** Has the browser look for a new version, until it waits to be let in. */
  const arrived = async (register: Register) => {
    const waits = async () => {
      const registration = await navigator.serviceWorker.ready;
      if (!registration.waiting) await registration.update();
      return registration.waiting !== null;
    };
    await eventually("the new version waits", () => register.page.evaluate(waits));
  };

  test("it waits: what is open stays, works on and is sold once, also when the tab is reloaded or killed in between", { timeout: 240_000 }, async () => {
    const register = await Register.open(world, "NYC1");
    await controlled(register);
    const [mug, jug] = skus;
    await register.add(mug);
    const orders = (await world.shopOrders()).length;
    await deploy(next);
    await arrived(register);

    // It goes on with the version that it has, also with parts that were never fetched and that the new gateway does not have.
    await register.add(jug);
    expect((await fetch(`${world.origin}/${gone}`)).status).toBe(404);
    await register.id(`line-${jug}`).click();
    await register.id("line").waitFor();
    await register.page.keyboard.press("Escape");
    await register.id("line").waitFor({ state: "hidden" });
    const cart = (await register.kept()).cart;
    const due = await register.id("cart-total").getAttribute("data-amount");
    expect(await isIn(register)).toBe(false);
    await register.page.reload();
    await register.ready();
    expect(await isIn(register)).toBe(false);

    // When the last tab is gone, nothing holds the new version back: it finds the order as it was left. A tab that is opened before the
    // browser has seen that it is gone holds the old one once more.
    await eventually("the new version runs", async () => {
      await register.page.close();
      register.page = await register.context.newPage();
      await register.page.goto(world.origin);
      await register.ready();
      return isIn(register);
    });
    await register.page.locator(`[data-testid=cart-total][data-amount="${due}"]`).waitFor();
    for (const sku of [mug, jug]) await register.id(`cart-line-${sku}`).waitFor();
    expect(await register.kept()).toMatchObject({ cart, receipts: [] });
    expect((await register.pay()).due).toBe(Number(due));
    await register.done();
    expect(await register.kept()).toEqual({ cart: null, receipts: [1], last: 1, waiting: 0, unsettled: 0 });
    expect(await world.shopOrders()).toHaveLength(orders + 1);
    await register.context.close();
  });

  test("it comes in by itself once the order is paid, and the order is in Magento once", { timeout: 240_000 }, async () => {
    await deploy(before);
    const register = await Register.open(world, "NYC2");
    await controlled(register);
    await register.add(skus[0]);
    const orders = (await world.shopOrders()).length;
    await deploy(next);
    await arrived(register);
    await register.id("pay").click();
    await register.id("tender-exact").click();
    await register.id("tender-confirm").click();
    await register.id("receipt").waitFor();
    // Not while the receipt is in front.
    expect(await isIn(register)).toBe(false);
    await register.id("new-order").click();
    await eventually("the new version runs", () => isIn(register), 60_000);
    await register.ready();
    await register.done();
    expect(await register.kept()).toEqual({ cart: null, receipts: [1], last: 1, waiting: 0, unsettled: 0 });
    expect(await world.shopOrders()).toHaveLength(orders + 1);
    await register.context.close();
  });
});
