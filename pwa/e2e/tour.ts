import { eventually, pin, simpleSkus, type World } from "./harness";
import { Register } from "./register";

/** Looks at what is in front now. */
export type Look = (what: string) => Promise<void>;

/** What the tour sells. */
export interface Wares {
  simple: string;
  configurable: string;
}

/** Something simple and something with options that the shop sells. */
export async function wares(world: World): Promise<Wares> {
  const [simple] = await simpleSkus(world, 1);
  const type = "searchCriteria[filterGroups][0][filters][0][field]=type_id&searchCriteria[filterGroups][0][filters][0][value]=configurable";
  const { items } = await world.shop<{ items: { sku: string }[] }>("GET", `/rest/V1/products?${type}&searchCriteria[pageSize]=1`);
  return { simple: simple!, configurable: items[0]!.sku };
}

/** Walks through every page and dialog of a register that was just enrolled, by test ids alone, so in any language. */
export async function tour(world: World, register: Register, { simple, configurable }: Wares, look: Look): Promise<void> {
  const { page } = register;
  const id = (testId: string) => register.id(testId);
  const narrow = (page.viewportSize()?.width ?? 0) < 768;
  /** Looks at a dialog and closes it. */
  const dialog = async (testId: string, what: string) => {
    await id(testId).waitFor();
    await look(what);
    await page.keyboard.press("Escape");
    await id(testId).waitFor({ state: "hidden" });
  };
  const order = async () => {
    if (narrow && !(await id("pay").isVisible())) await id("cart-show").click();
  };
  const products = async () => {
    if (narrow && (await id("pay").isVisible())) await id("cart").getByRole("button").first().click();
  };
  const action = async (testId: string) => {
    await order();
    await id("actions-open").click();
    await id(testId).click();
  };

  await look("sell");
  await id("search").fill("zzzzzz");
  await page.locator("[data-testid^=product-]").first().waitFor({ state: "hidden" });
  await look("nothing-found");
  await id("search").fill(configurable);
  await id(`product-${configurable}`).click();
  await dialog("options", "options");
  await id("search").fill(simple);
  await id(`product-${simple}`).click();
  await id(`cart-line-${simple}`).waitFor({ state: narrow ? "attached" : "visible" });
  await id("search").fill("");
  if (narrow) await look("sell-order-below");
  await order();
  await look("order");
  await id(`line-${simple}`).click();
  await id("line").waitFor();
  await look("line-discount");
  await id("line-tab-price").click();
  await dialog("line", "line-price");
  await id("actions-open").click();
  await dialog("actions", "actions");
  for (const name of ["coupon", "discount", "exempt", "return"]) {
    await action(`${name}-open`);
    await dialog(name, name);
  }
  await action("return-open");
  await id("return-without").click();
  await dialog("return", "return-without");
  await action("delivery-open");
  await id("delivery").waitFor();
  await look("delivery-ship");
  await id("delivery-apply").click();
  await look("delivery-ship-faults");
  await id("delivery-PICKUP").click();
  await look("delivery-pickup");
  await id("delivery-apply").click();
  await id("cart-delivery").waitFor();
  await id("explain-open").click();
  await dialog("explain", "explain");
  await id("customer-open").click();
  await id("customer").waitFor();
  await look("customer");
  await id("customer-search").fill("zzzz");
  await page.locator("[data-testid=customer-results][data-searching=false]").waitFor();
  await look("customer-nobody");
  await id("customer-new").click();
  await id("customer-first-name").fill("Maximiliane");
  await id("customer-last-name").fill("Wiedenroth-Lichtenberger");
  await look("customer-new");
  await id("customer-email").fill("maximiliane.wiedenroth-lichtenberger@example.com");
  await id("customer-save").click();
  await id("customer").waitFor({ state: "hidden" });
  await action("discount-open");
  await id("discount-value").fill("10");
  await id("reason").fill("Tour");
  await id("discount-apply").click();
  await id("cart-manual").waitFor();
  await look("order-with-everything");
  await action("cart-clear");
  await page.getByRole("dialog").waitFor();
  await look("clear");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await action("park");
  await page.locator("[data-testid=parked-open][data-count='1']").waitFor({ state: "attached" });
  await products();
  await id("search").fill(simple);
  await id(`product-${simple}`).click();
  await id("search").fill("");
  await order();
  await id("parked-open").click();
  await id("parked-recall").waitFor();
  await look("parked");
  await id("parked-recall").click();
  await id("parked").waitFor({ state: "hidden" });
  await id("pay").click();
  await id("tender-exact").waitFor();
  await look("pay-cash");
  await id("tender-kind-GIFT_CARD").click();
  await id("tender-amount").fill("1");
  await id("tender-reference").fill("1234-5678");
  await look("pay-gift-card");
  await id("tender-confirm").click();
  await id("tender-given-0").waitFor();
  await id("tender-kind-CASH").click();
  await look("pay-rest");
  await id("tender-exact").click();
  await id("tender-confirm").click();
  await id("receipt").waitFor();
  await look("receipt");
  await id("receipt-email").click();
  await id("email-address").waitFor();
  await look("receipt-email");
  const receipt = (await id("receipt-number").innerText()).trim();
  await id("new-order").click();
  await id("receipt").waitFor({ state: "hidden" });

  await id("nav-orders").click();
  const state = async () => (await id(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1_000 })) ?? "";
  await eventually("the order is in Magento", async () => ["settled", "held"].includes(await state()), 60_000);
  await look("orders");
  await id(`order-${receipt}`).getByRole("button").first().click();
  await look("orders-one");
  await id(`order-receipt-${receipt}`).click();
  await dialog("receipt", "receipt-again");
  await id("orders-move").click();
  await dialog("transfer", "orders-move");

  await id("nav-sell").click();
  await products();
  await id("search").fill(simple);
  await id(`product-${simple}`).click();
  await id("search").fill("");
  await order();
  await id("pay").click();
  await id("deposit-open").click();
  await id("deposit").waitFor();
  await look("pay-deposit");
  await id("deposit-amount").fill("5");
  await id("deposit-apply").click();
  await id("deposit-later").waitFor();
  await look("pay-part");
  await id("tender-exact").click();
  await id("tender-confirm").click();
  await id("receipt").waitFor();
  await look("receipt-deposit");
  const owed = (await id("receipt-number").innerText()).trim();
  await id("new-order").click();
  await id("receipt").waitFor({ state: "hidden" });
  await id("nav-orders").click();
  await id("orders-waiting").click();
  await id(`waiting-${owed}`).getByRole("button").first().click();
  await id(`waiting-pay-${owed}`).waitFor();
  await look("waiting");
  await id("waiting-search").fill("zzzz");
  await look("waiting-nothing");
  await id("waiting-search").fill(owed);
  await id(`waiting-${owed}`).getByRole("button").first().click();
  await id(`waiting-pay-${owed}`).click();
  await order();
  await id(`balance-line-${owed}`).waitFor();
  await look("order-balance");
  await action("balance-open");
  await id("balance-receipt").fill(owed);
  await id("balance-search").click();
  await id("balance-amount").waitFor();
  await dialog("balance", "balance");
  await id("pay").click();
  await id("tender-exact").click();
  await id("tender-confirm").click();
  await id("receipt").waitFor();
  await look("receipt-balance");
  await id("new-order").click();
  await id("receipt").waitFor({ state: "hidden" });

  await id("nav-shift").click();
  await id("shift-open").waitFor();
  await look("shift-closed");
  await id("cash-total").fill("100");
  await id("shift-open").click();
  await id("shift-since").waitFor();
  await id("shift-paid-out").click();
  await id("shift-move").waitFor();
  await look("shift-paid-out");
  await id("move-amount").fill("12");
  await id("reason").fill("Tour");
  await id("move-confirm").click();
  await id("shift-move").waitFor({ state: "hidden" });
  await look("shift-open");
  await id("shift-count").click();
  await id("shift-counting").waitFor();
  await id("cash-by-pieces").click();
  await dialog("shift-counting", "shift-count");
  await id("shift-report").click();
  await dialog("shift-report-dialog", "shift-report");

  await id("sync-status").click();
  await dialog("device", "device");
  await id("staff-menu").click();
  await id("lock").waitFor();
  await look("menu");
  await id("hardware-open").click();
  await dialog("hardware", "hardware");

  await id("nav-office").click();
  await id(`office-order-${receipt}`).waitFor();
  await look("office-orders");
  await id(`office-order-${receipt}`).click();
  await id("office-history").waitFor();
  await look("office-order");
  await id("office-do-NOTE").click();
  await dialog("office-action", "office-note");
  await id("office-registers").click();
  await id("office-enrol-NYC1").waitFor();
  await look("office-registers");
  await id("office-enrol-NYC1").click();
  await dialog("office-code", "office-enrol");
  await id("office-staff").click();
  await id("office-staff-sam").waitFor();
  await look("office-staff");
  await id("office-sales").click();
  for (const way of ["HOUR", "LOCATION", "PRODUCT"]) {
    await id(`sales-by-${way}`).click();
    await id("sales-table").waitFor();
    await look(`office-sales-${way.toLowerCase()}`);
  }

  const display = await register.context.newPage();
  await display.goto(`${world.origin}/#display`);
  await display.getByTestId("display").waitFor();
  await display.close();
  await id("staff-menu").click();
  await id("lock").click();
  await id("staff-sam").waitFor();
  await look("sign-in");
  await id("staff-sam").click();
  await id("pin-input").fill(pin.slice(0, 2));
  await look("pin");
}
