import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const binary = process.env.TILLWAY_BINARY ?? resolve(import.meta.dirname, "../../.bin/tillway");
const secret = "whsec_" + Buffer.from("a secret for end-to-end tests only").toString("base64");
const token = "end-to-end-token";
export const pin = "2468";

/** A port that nobody listens on, from below those that outgoing connections get: it stays free while what listened on it restarts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const free = await new Promise<boolean>((done) => {
      server.once("error", () => done(false));
      server.listen(port, "127.0.0.1", () => done(true));
    });
    if (!free) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

/** Polls until check gives a value other than undefined, false or null; the last failure is told when the time is over. */
export async function eventually<T>(what: string, check: () => Promise<T | undefined | false | null>, ms = 60_000): Promise<T> {
  const end = Date.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false && value !== null) return value;
      last = value;
    } catch (err) {
      last = err;
    }
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what} (last: ${String(last)})`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

export interface SandboxOrder {
  increment_id: string;
  grand_total: number;
  status: string;
  invoices: unknown[];
  shipments: { source: string }[];
}

/** Enrols a browser that has its code already, and signs somebody in. */
export async function enrol(page: Page, staff: string): Promise<void> {
  await page.getByTestId("enrol-label").fill("Test browser");
  await page.getByTestId("enrol-submit").click();
  await signIn(page, staff);
}

export async function signIn(page: Page, staff: string): Promise<void> {
  await page.getByTestId(`staff-${staff}`).click();
  await page.getByTestId("pin-input").fill(pin);
  await page.getByTestId("pin-submit").click();
}

/** SKUs of simple products that the shop sells. */
export async function simpleSkus(world: World, count: number): Promise<string[]> {
  const filter = (n: number, field: string, value: string) => `searchCriteria[filterGroups][${n}][filters][0][field]=${field}&searchCriteria[filterGroups][${n}][filters][0][value]=${value}`;
  const path = `/rest/V1/products?${filter(0, "type_id", "simple")}&${filter(1, "visibility", "4")}&searchCriteria[pageSize]=${count}`;
  return (await world.shop<{ items: { sku: string }[] }>("GET", path)).items.map((item) => item.sku);
}

/** One shop, one gateway and one browser, each a process of its own, so that any of them can be killed. */
export class World {
  readonly dir = mkdtempSync(join(tmpdir(), "tillway-e2e-"));
  /** The gateway that is started next. */
  binary = binary;
  private gateway: ChildProcess | undefined;
  private readonly children: ChildProcess[] = [];
  private constructor(
    readonly port: number,
    readonly shopPort: number,
    readonly browser: Browser,
  ) {}

  static async start(): Promise<World> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const world = new World(await freePort(), await freePort(), browser);
    world.writeShops();
    await world.startShop();
    await world.startGateway();
    return world;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** What the gateway and its commands are told. */
  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      TILLWAY_ADDR: `127.0.0.1:${this.port}`,
      TILLWAY_DATA_DIR: this.dir,
      TILLWAY_SHOPS_FILE: join(this.dir, "shops.yaml"),
      TILLWAY_MAGENTO_URL: `http://127.0.0.1:${this.shopPort}/`,
      TILLWAY_MAGENTO_TOKEN: token,
      TILLWAY_BARCODE_ATTRIBUTE: "ean",
      TILLWAY_WEBHOOK_SECRET: secret,
      TILLWAY_MAGENTO_TIMEOUT: "2s",
      TILLWAY_SETTLE_FOR: "3s",
    };
  }

  private writeShops(): void {
    const hash = execFileSync(binary, ["hash-pin"], { input: pin + "\n" })
      .toString()
      .trim();
    writeFileSync(
      join(this.dir, "shops.yaml"),
      `locations:
  - id: nyc
    name: New York
    store: default
    source: store_nyc
    address: {street: [350 5th Ave], city: New York, postcode: "10001", country: US, region: New York, regionCode: NY, regionId: 43, telephone: "5551234"}
    shippingMethod: freeshipping_freeshipping
    paymentMethod: checkmo
    guestEmail: walk-in@shop.example
    shipping: [{method: flatrate_flatrate, name: Standard}]
    pickup: true
    registers: [{id: NYC1, name: Front desk}, {id: NYC2, name: Back desk}]
    staff: [{id: sam, name: Sam, role: manager, pinHash: "${hash}"}]
  - id: la
    name: Los Angeles
    store: default
    source: store_la
    address: {street: [200 Spring St], city: Los Angeles, postcode: "90012", country: US, region: California, regionCode: CA, regionId: 12, telephone: "5554321"}
    shippingMethod: freeshipping_freeshipping
    paymentMethod: checkmo
    guestEmail: walk-in@shop.example
    pickup: true
    registers: [{id: LA1, name: Beach desk}]
    staff: [{id: lee, name: Lee, role: cashier, pinHash: "${hash}"}]
`,
    );
  }

  private spawn(args: string[]): ChildProcess {
    const child = spawn(this.binary, args, { env: this.env, stdio: ["ignore", "ignore", process.env.E2E_LOG ? "inherit" : "ignore"] });
    this.children.push(child);
    return child;
  }

  /** Starts the relay that passes this computer's receipts on to the printer at host:port. */
  startPrintRelay(printer: string): void {
    this.spawn(["print-relay", printer, "--origin", this.origin]);
  }

  private async startShop(): Promise<void> {
    const url = `http://127.0.0.1:${this.shopPort}`;
    this.spawn([
      "sandbox",
      "--addr",
      `127.0.0.1:${this.shopPort}`,
      "--token",
      token,
      "--webhook",
      `${this.origin.replace("localhost", "127.0.0.1")}/webhooks/magento`,
    ]);
    await eventually("the shop answers", async () => (await fetch(`${url}/rest/V1/store/storeConfigs`, { headers: this.shopAuth })).ok);
  }

  private get shopAuth(): Record<string, string> {
    return { authorization: `Bearer ${token}`, "content-type": "application/json" };
  }

  async startGateway(): Promise<void> {
    this.gateway = this.spawn(["serve"]);
    await eventually("the gateway is ready", async () => (await fetch(`${this.origin}/readyz`)).ok, 30_000);
  }

  /** kill -9: nothing gets a chance to tidy up. */
  async killGateway(): Promise<void> {
    const gateway = this.gateway;
    if (!gateway || gateway.exitCode !== null) return;
    const gone = new Promise((done) => gateway.once("exit", done));
    gateway.kill("SIGKILL");
    await gone;
  }

  enrolmentCode(register: string): string {
    return execFileSync(binary, ["enrol", register], { env: this.env }).toString().trim();
  }

  /** Calls the shop's REST interface as its admin. */
  async shop<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.shopPort}${path}`, {
      method,
      headers: this.shopAuth,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** Every order that the shop has. */
  shopOrders(): Promise<SandboxOrder[]> {
    return this.shop<SandboxOrder[]>("GET", "/sandbox/orders");
  }

  async newRegister(register: string, staff = "sam", options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    await page.goto(this.origin);
    await page.getByTestId("enrol-code").fill(this.enrolmentCode(register));
    await enrol(page, staff);
    return { context, page };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    for (const child of this.children) if (child.exitCode === null) child.kill("SIGKILL");
    rmSync(this.dir, { recursive: true, force: true });
  }
}
