import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, World } from "./harness";
import { Register } from "./register";

const sku = "GP-265";

describe("a product that is sold in certain quantities, against the gateway", () => {
  let world: World;
  beforeAll(async () => {
    process.env.TILLWAY_SCHEDULE = "stock=1s";
    world = await World.start();
  });
  afterAll(() => world.stop());

  test("is sold in those that Magento's cart takes, and refused in others before Magento is asked", { timeout: 120_000 }, async () => {
    const cart = await world.shop<string>("POST", "/rest/V1/guest-carts");
    await world.shop("PATCH", `/sandbox/products/${sku}`, { soldIn: { least: "4", most: "24", step: "6" } });
    const put = (qty: number) => world.shop("POST", `/rest/V1/guest-carts/${cart}/items`, { cartItem: { sku, qty } });
    await expect(put(3)).rejects.toThrow("The fewest you may purchase is 4.");
    await expect(put(7)).rejects.toThrow("You can buy this product only in quantities of 6 at a time.");

    const register = await Register.open(world, "NYC1");
    const quantity = register.id(`quantity-${sku}`);
    await eventually("the register knows the quantities", async () => {
      await register.add(sku);
      if ((await quantity.inputValue()) === "6") return true;
      await register.id(`less-${sku}`).click();
      return false;
    });
    await quantity.fill("7");
    await quantity.press("Enter");
    await register.page.getByText("Seed Tray: sold").waitFor();
    expect(await quantity.inputValue()).toBe("6");
    await register.id(`more-${sku}`).click();
    expect(await quantity.inputValue()).toBe("12");
    await register.id(`less-${sku}`).click();
    expect(await quantity.inputValue()).toBe("6");
    const { receipt } = await register.pay();
    await register.until(receipt, "settled");
  });
});
