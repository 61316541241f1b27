import { NetworkError } from "../../src/api/client";
import type { Submitted } from "../../src/api/gateway";
import type { SocketEvents } from "../../src/api/socket";
import type { OrderInput, RemoteStatus } from "../../src/domain/order";
import type { EngineGateway } from "../../src/sync/engine";
import { workplace } from "./build";

/** A gateway in memory that keeps the contract: the same order again is the same order. */
export class FakeGateway implements EngineGateway {
  readonly ledger = new Map<string, { input: string; status: RemoteStatus }>();
  readonly received: string[] = [];
  /** Asked before each submit; may throw, or answer instead. */
  before: (input: OrderInput) => Submitted | undefined = () => undefined;
  /** Asked after each submit took effect; may throw. */
  after: (input: OrderInput) => void = () => undefined;
  down = false;
  running = 0;
  mostRunning = 0;
  events: SocketEvents | null = null;
  subscriptions = 0;

  async submitOrder(_token: string, input: OrderInput): Promise<Submitted> {
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      await this.reach();
      const instead = this.before(input);
      if (instead) return instead;
      const body = JSON.stringify(input);
      const known = this.ledger.get(input.id);
      if (known && known.input !== body) return { kind: "conflict", message: "another body" };
      if (!known) {
        this.ledger.set(input.id, { input: body, status: { state: "RECEIVED" } });
        this.received.push(input.id);
      }
      this.after(input);
      return { kind: "received", status: this.ledger.get(input.id)!.status };
    } finally {
      this.running--;
    }
  }

  async orderStatus(_token: string, id: string) {
    await this.reach();
    return this.ledger.get(id)?.status ?? null;
  }

  async orderStatuses() {
    await this.reach();
    return { orders: [...this.ledger].map(([id, row]) => ({ id, ...row.status })), next: null };
  }

  async workplace() {
    await this.reach();
    return workplace();
  }

  subscribe(_token: string, _store: string, events: SocketEvents): () => void {
    this.events = events;
    this.subscriptions++;
    return () => {
      this.subscriptions--;
    };
  }

  /** Moves an order on, and tells the device unless the message is lost. */
  move(id: string, status: RemoteStatus, told = true): void {
    this.ledger.get(id)!.status = status;
    if (told) this.events?.orderChanged({ id, ...status });
  }

  private async reach(): Promise<void> {
    await new Promise((wake) => setTimeout(wake, 1));
    if (this.down) throw new NetworkError("down");
  }
}
