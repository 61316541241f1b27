import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { code128 } from "../../src/domain/code128";
import { bars, film } from "../support/picture";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("the camera", { timeout: 120_000 }, () => {
  let browser: Browser | undefined;
  let world: World | undefined;
  const dir = mkdtempSync(join(tmpdir(), "tillway-camera-"));
  afterEach(async () => {
    await world?.close();
    await browser?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("reads bar codes, one after the other and with no network; then it says why it may not", async () => {
    const codes = ["TW-1000", "TW-1001"];
    const path = join(dir, "codes.y4m");
    film(path, codes.flatMap((code) => Array.from({ length: 6 }, () => bars(code128(code)!))));
    browser = await launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${path}`);
    world = await World.open(browser, "sam", comesBack);
    const { page } = world;
    // The reader is there without the network: the service worker has it.
    await world.cutOff();
    await world.id("camera-open").click();
    await page.locator("[data-testid=camera-state][data-state=on]").waitFor();
    await world.checkAxe("the camera");
    for (const code of codes) await page.getByTestId(`cart-line-${code}`).waitFor({ state: "attached", timeout: 20_000 });
    const live = () => page.evaluate(() => [...document.querySelectorAll("video")].filter((video) => video.srcObject).length);
    expect(await live()).toBe(1);
    await page.keyboard.press("Escape");
    await world.id("camera").waitFor({ state: "hidden" });
    for (const [name, state] of [["NotAllowedError", "refused"], ["NotFoundError", "missing"], ["NotReadableError", "failed"]] as const) {
      await page.evaluate((fault) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", fault));
      }, name);
      await world.id("camera-open").click();
      await page.locator(`[data-testid=camera-state][data-state=${state}]`).waitFor();
      await world.checkAxe(`the camera ${state}`);
      await page.keyboard.press("Escape");
      await world.id("camera").waitFor({ state: "hidden" });
    }
  });
});
