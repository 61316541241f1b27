import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { deflateSync, crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeFaults } from "../test/support/axe";
import { World } from "./harness";
import { Register } from "./register";

/** A grey PNG of some pixels; of noise, which nothing makes smaller, when asked for. */
function png(width: number, height: number, noise = false): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  if (noise) for (let i = 0, x = 1; i < rows.length; i++) rows[i] = i % (width + 1) === 0 ? 0 : (x = (x * 1_103_515_245 + 12_345) & 0x7fff_ffff) >> 16;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const sku = "PM-305";
const option = 3;

describe("a product that asks for a picture, against the gateway", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  const ask = async (register: Register) => {
    await register.id("search").fill(sku);
    await register.id(`product-${sku}`).click();
    await register.id("choices").waitFor();
  };
  const pick = (register: Register, name: string, mimeType: string, buffer: Buffer) => register.id(`picture-file-${option}`).setInputFiles({ name, mimeType, buffer });
  /** What Magento keeps of the picture on an order: type, name, paths, bytes, width, height and the beginning of its digest. */
  const kept = async (name: string) => {
    const query = `searchCriteria[filterGroups][0][filters][0][field]=state&searchCriteria[filterGroups][0][filters][0][value]=complete`;
    const found = await world.shop<{ items: { items: { product_option?: { extension_attributes: { custom_options: { option_value: string }[] } } }[] }[] }>("GET", `/rest/V1/orders?${query}`);
    const values = found.items.flatMap((order) => order.items).flatMap((item) => item.product_option?.extension_attributes.custom_options ?? []);
    return values.map(({ option_value }) => option_value.split(",")).filter((facts) => facts[1] === name);
  };

  test("says what is wrong with others, keeps it through a reload without a network and through parking, and hands it to Magento as it is", { timeout: 120_000 }, async () => {
    const register = await Register.open(world, "NYC1");
    const { page } = register;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null);
    await ask(register);
    const fault = register.id(`picture-fault-${option}`);
    await pick(register, "us.png", "image/png", Buffer.from("<svg/>"));
    await fault.getByText("no JPEG, PNG or GIF").waitFor();
    await pick(register, "us.gif", "image/gif", Buffer.from("R0lGODlhAQABAAAAACwAAAAAAQABAAACAUQAOw==", "base64"));
    await fault.getByText("names end in jpg, jpeg, png").waitFor();
    await pick(register, "us.png", "image/png", png(1_601, 10));
    await fault.getByText("1601 × 10 pixels").waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const picture = png(40, 30);
    await pick(register, "us (1).png", "image/png", picture);
    await register.id(`picture-${option}`).getByText("us _1_.png").waitFor();
    expect(await fault.count()).toBe(0);
    await register.id(`picture-remove-${option}`).click();
    await page.getByText("Still to choose: Photo").waitFor();
    await pick(register, "us.png", "image/png", picture);
    expect(await axeFaults(page)).toEqual([]);
    await register.id("choices-add").click();
    await register.id(`cart-line-${sku}`).getByText("us.png").waitFor();
    expect(await register.id("cart-total").getAttribute("data-amount")).toBe(String(Math.round(2_250 * 1.08375)));

    await world.killGateway();
    await page.reload();
    await register.id(`cart-line-${sku}`).getByText("us.png").waitFor();
    await register.id("actions-open").click();
    await register.id("park").click();
    await register.id(`cart-line-${sku}`).waitFor({ state: "hidden" });
    await register.id("parked-open").click();
    await register.id("parked-recall").click();
    await register.id(`cart-line-${sku}`).getByText("us.png").waitFor();
    await register.id("pay").click();
    await register.id("tender-exact").click();
    await register.id("tender-confirm").click();
    expect(await register.id("receipt").innerText()).toContain("us.png");
    await register.id("new-order").click();
    await world.startGateway();
    await register.done();
    const digest = createHash("sha256").update(picture).digest("hex").slice(0, 20);
    expect((await kept("us.png")).map((facts) => [facts[0], ...facts.slice(5)])).toEqual([["image/png", String(picture.length), "40", "30", digest]]);
    await page.close();
  });

  test("takes a smaller copy of a photo only when it is asked for, and moves orders with pictures by file", { timeout: 120_000 }, async () => {
    const register = await Register.open(world, "NYC2");
    const { page } = register;
    await ask(register);
    await register.id(`picture-camera-${option}`).setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: png(1_800, 1_200, true) });
    await register.id(`picture-fault-${option}`).getByText("1800 × 1200 pixels").waitFor();
    await register.id(`picture-fit-${option}`).click();
    await register.id(`picture-${option}`).getByText("photo.jpg").waitFor();
    await register.id("choices-add").click();
    await world.killGateway();
    await register.pay();
    await register.id("nav-orders").click();
    await register.id("orders-move").click();
    await register.id("orders-codes").click();
    await page.getByText("The pictures on NYC2-1 are too large for codes").waitFor();
    const saving = page.waitForEvent("download");
    await register.id("orders-export").click();
    expect(await readFile(await (await saving).path(), "utf8")).toContain('"mediaType":"image/jpeg"');
    await page.keyboard.press("Escape");
    await world.startGateway();
    await register.id("nav-sell").click();
    await register.done();
    const [facts] = await kept("photo.jpg");
    expect([facts?.[0], Number(facts?.[5]) <= 512 * 1_024, Number(facts?.[6]) <= 1_600]).toEqual(["image/jpeg", true, true]);
    await page.close();
  });
});
