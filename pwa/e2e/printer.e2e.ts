import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";

describe("a printer in the shop's network", () => {
  let world: World;
  const receipts: string[] = [];
  const paper = createServer((socket) => {
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part));
    socket.on("end", () => receipts.push(Buffer.concat(parts).toString("latin1")));
  });
  beforeAll(async () => {
    world = await World.start();
    await new Promise<void>((listening) => paper.listen(0, "127.0.0.1", listening));
  });
  afterAll(async () => {
    await world.stop();
    paper.close();
  });

  test("prints through the relay on the register's computer, with the gateway away too, and says when there is no relay", async () => {
    const [sku] = await simpleSkus(world, 1);
    const register = await Register.open(world, "NYC1");
    await register.id("staff-menu").click();
    await register.id("hardware-open").click();
    await register.id("printer-network").click();
    const printTest = () => register.page.getByRole("button", { name: "Test print" }).click();
    await printTest();
    await register.page.getByText("No relay on this computer prints for this page.").waitFor();
    world.startPrintRelay(`127.0.0.1:${(paper.address() as AddressInfo).port}`);
    await eventually("the test is on paper", async () => {
      await printTest();
      return receipts.some((receipt) => receipt.includes("The printer works."));
    });
    await register.page.getByLabel("Print every receipt").check();
    await register.id("hardware-save").click();
    await register.id("hardware").waitFor({ state: "hidden" });
    await register.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    await world.killGateway();
    const { receipt } = await register.sell([sku!]);
    await expect.poll(() => receipts.filter((each) => each.includes(receipt)).length).toBe(1);
    await register.context.close();
  });
});
