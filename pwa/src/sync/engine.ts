import { GatewayError, NetworkError, versionsDiffer } from "../api/client";
import type { StatusPage, Submitted } from "../api/gateway";
import type { SocketEvents } from "../api/socket";
import { backoff } from "../domain/backoff";
import type { Heartbeat } from "../domain/heartbeat";
import type { OrderInput, RemoteStatus } from "../domain/order";
import type { ShiftEvent } from "../domain/shift";
import type { Workplace } from "../domain/workplace";
import { forgetCustomers, pruneCustomers } from "../store/customers";
import type { Database } from "../store/database";
import { saveWorkplace } from "../store/device";
import { applyRemote, pruneOrders } from "../store/orders";
import { hurry, nextDue } from "../store/outbox";
import type { Device } from "../store/records";
import { checkHealth } from "./health";
import { sendMails } from "./mail";
import { type Drained, drain } from "./outbox";
import { type ShiftEventAnswer, sendShiftEvents } from "./shift";
import { lookUp } from "./status";

/** The gateway as the engine uses it. */
export interface EngineGateway {
  submitOrder(token: string, input: OrderInput): Promise<Submitted>;
  orderStatus(token: string, id: string): Promise<RemoteStatus | null>;
  orderStatuses(token: string, registerId: string, after: string | null, first: number): Promise<StatusPage>;
  workplace(token: string): Promise<Workplace>;
  submitShiftEvents(token: string, events: ShiftEvent[]): Promise<ShiftEventAnswer[]>;
  heartbeat(token: string, beat: Heartbeat): Promise<number>;
  emailReceipt(token: string, orderId: string, email: string): Promise<void>;
  subscribe(token: string, store: string, events: SocketEvents): () => void;
}

/** What the engine is made of; everything that tests want to hold is handed in. */
export interface EngineDeps {
  db: Database;
  gateway: EngineGateway;
  locks: Pick<LockManager, "request">;
  now(): number;
  random(): number;
  appVersion: string;
  /** The browser's account of what is stored; absent where it keeps none. */
  storage?: Pick<StorageManager, "estimate" | "persisted">;
  /** Told when the gateway said that the catalog changed. */
  catalogChanged(): void;
}

const checkEveryMs = 30_000;
const longestWaitMs = 10_000;
const healthEveryMs = 60_000;

/**
 * The one sync engine. Of all tabs, the one that holds the lock leads: it sends what is queued, listens for changes, and
 * looks up what it may have missed. Another tab takes over when it is closed or killed.
 */
export class Engine {
  private wakeUp: () => void = () => undefined;
  private woken = false;
  private lookUpDue = true;
  private failures = 0;
  private versionsDiffer = false;
  /** Whether the gateway has answered since it was last out of reach. */
  private reached = false;
  private healthAt = -Infinity;
  private readonly told = new Set<string>();

  constructor(private readonly deps: EngineDeps) {}

  /** Leads, once it is this tab's turn, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.deps.locks.request("tillway-sync", { signal }, () => this.lead(signal));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Something may be due: a new order, the network came back, the page was shown. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** As wake, and asks the gateway even when nothing is queued: whether it can be reached is in doubt. */
  doubt(): void {
    this.lookUpDue = true;
    this.wake();
  }

  /** As wake, and forgets all waits: a person asked, or the browser says that the network is back. */
  async hurry(): Promise<void> {
    this.failures = 0;
    await hurry(this.deps.db);
    this.doubt();
  }

  private async lead(signal: AbortSignal): Promise<void> {
    const onAbort = () => this.wake();
    signal.addEventListener("abort", onAbort);
    const unsubscribe = this.deps.db.subscribe((topic) => {
      if (topic === "outbox" || topic === "device" || topic === "shifts" || topic === "mails") this.wake();
    });
    let socket: { token: string; close: () => void } | null = null;
    try {
      while (!signal.aborted) {
        this.woken = false;
        const device = await this.deps.db.setting("device");
        if (socket && socket.token !== device?.token) {
          socket.close();
          socket = null;
        }
        if (device) {
          socket ??= { token: device.token, close: this.listen(device) };
          await this.round(device);
        }
        await this.pause(device);
      }
    } finally {
      socket?.close();
      unsubscribe();
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** One pass: send, then look up. Never throws: what fails is tried again after a wait. */
  private async round(device: Device): Promise<void> {
    const { db, gateway } = this.deps;
    let result: Drained;
    try {
      const registerId = device.workplace.register.id;
      const submit = (input: OrderInput) => this.noting(gateway.submitOrder(device.token, input));
      result = await drain({ ...this.deps, submit, told: this.told }, registerId);
      if (result === "idle") await this.sendShifts(device.token, registerId);
      if (result === "idle") await sendMails({ ...this.deps, emailReceipt: (id, email) => gateway.emailReceipt(device.token, id, email) });
      if (result === "idle" && this.lookUpDue) await this.check(device);
      if (result === "idle" && (await nextDue(db, registerId)) === null) this.versionsDiffer = false;
      await pruneOrders(db, this.deps.now());
      await pruneCustomers(db, this.deps.now());
    } catch (error) {
      if (error instanceof NetworkError) result = "offline";
      else result = error instanceof GatewayError && error.code === "UNAUTHENTICATED" ? "revoked" : "busy";
    }
    this.failures = result === "idle" ? 0 : this.failures + 1;
    if (result !== "idle") this.lookUpDue = true;
    this.reached = result !== "offline" && result !== "revoked";
    await this.report(result !== "offline", result === "revoked").catch(() => undefined);
    await this.lookAfter(device);
  }

  /** What the gateway refuses of shifts waits for the next round, and keeps nothing else from being done. */
  private async sendShifts(token: string, registerId: string): Promise<void> {
    const { db, gateway } = this.deps;
    try {
      await sendShiftEvents({ db, submit: (events) => this.noting(gateway.submitShiftEvents(token, events)) }, registerId);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code === "UNAUTHENTICATED") throw error;
    }
  }

  /** Hears of answers: the first after a silence is told at once, for a round may be long; one may tell of another version. */
  private async noting<T>(request: Promise<T>): Promise<T> {
    try {
      const answer = await request;
      if (!this.reached) {
        this.reached = true;
        await this.report(true, false).catch(() => undefined);
      }
      return answer;
    } catch (error) {
      if (error instanceof GatewayError && error.code === versionsDiffer) this.versionsDiffer = true;
      throw error;
    }
  }

  /** Once a minute, also when the clock was set back. */
  private async lookAfter(device: Device): Promise<void> {
    const { gateway, now } = this.deps;
    if (Math.abs(now() - this.healthAt) < healthEveryMs) return;
    this.healthAt = now();
    await checkHealth({ ...this.deps, heartbeat: (token, beat) => gateway.heartbeat(token, beat) }, device).catch(() => undefined);
  }

  private async check(device: Device): Promise<void> {
    const { db, gateway } = this.deps;
    const registerId = device.workplace.register.id;
    // Before, not after: a doubt that comes up while the answers are under way calls for another look.
    this.lookUpDue = false;
    const workplace = await this.noting(gateway.workplace(device.token));
    if (JSON.stringify(workplace) !== JSON.stringify(device.workplace)) await saveWorkplace(db, workplace);
    await lookUp(
      {
        db,
        statuses: (register, after, first) => this.noting(gateway.orderStatuses(device.token, register, after, first)),
        status: (id) => this.noting(gateway.orderStatus(device.token, id)),
      },
      registerId,
    );
  }

  private listen(device: Device): () => void {
    return this.deps.gateway.subscribe(device.token, device.workplace.location.store, {
      connected: () => {
        this.deps.catalogChanged();
        void this.hurry();
      },
      closed: () => {
        // The next round finds out whether only the socket or the whole gateway is gone.
        this.doubt();
      },
      orderChanged: (order) => void applyRemote(this.deps.db, order.id, order),
      catalogChanged: () => this.deps.catalogChanged(),
    });
  }

  private async report(online: boolean, revoked: boolean): Promise<void> {
    const before = await this.deps.db.setting("status");
    const { versionsDiffer: differ } = this;
    if (before?.online === online && before.revoked === revoked && before.versionsDiffer === differ) return;
    if (revoked) await forgetCustomers(this.deps.db);
    await this.deps.db.setSetting("status", { online, revoked, versionsDiffer: differ, checkedAt: this.deps.now() });
  }

  /** Waits until something is due or the engine is woken. Whatever a lost message hid is looked up twice a minute. */
  private async pause(device: Device | undefined): Promise<void> {
    const { db, now, random } = this.deps;
    let wait = checkEveryMs;
    if (this.failures > 0) wait = backoff(this.failures, random(), 1_000, longestWaitMs);
    else {
      // It may have become due since the queue was drained; then there is nothing to wait for.
      const due = device ? await nextDue(db, device.workplace.register.id).catch(() => null) : null;
      if (due !== null) wait = Math.max(0, Math.min(wait, due - now()));
    }
    if (this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.lookUpDue = true;
        resolve();
      }, wait);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
