import { GatewayError, NetworkError } from "../../src/api/client";
import type { Submitted } from "../../src/api/gateway";
import type { SocketEvents } from "../../src/api/socket";
import type { OrderInput, RemoteStatus } from "../../src/domain/order";
import type { Heartbeat } from "../../src/domain/heartbeat";
import type { ShiftEvent } from "../../src/domain/shift";
import type { ShiftEventAnswer } from "../../src/sync/shift";
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
  /** The same for events of shifts; what after throws is a lost answer. */
  beforeShifts: (events: ShiftEvent[]) => void = () => undefined;
  afterShifts: (events: ShiftEvent[]) => void = () => undefined;
  /** By how much its clock is ahead, in milliseconds. */
  clockAhead = 0;
  /** What was received of shifts, by id, as it was received. */
  readonly shiftEvents = new Map<string, string>();
  readonly beats: Heartbeat[] = [];
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

  readonly mails: { orderId: string; email: string }[] = [];
  /** Asked before a receipt is taken; may throw. */
  beforeMail: (email: string) => void = () => undefined;

  async emailReceipt(_token: string, orderId: string, email: string): Promise<void> {
    await this.reach();
    this.beforeMail(email);
    if (!this.ledger.has(orderId)) throw new GatewayError("NOT_FOUND", "There is no such order here.");
    this.mails.push({ orderId, email });
  }

  async workplace() {
    await this.reach();
    return workplace();
  }

  async submitShiftEvents(_token: string, events: ShiftEvent[]): Promise<ShiftEventAnswer[]> {
    await this.reach();
    this.beforeShifts(events);
    const answers = events.map((event) => {
      const body = JSON.stringify(event);
      const known = this.shiftEvents.get(event.id);
      if (known !== undefined) return { id: event.id, outcome: known === body ? "DUPLICATE" : "CONFLICT", message: known === body ? null : "another body" };
      this.shiftEvents.set(event.id, body);
      return { id: event.id, outcome: "RECEIVED" };
    });
    this.afterShifts(events);
    return answers;
  }

  async heartbeat(_token: string, beat: Heartbeat): Promise<number> {
    await this.reach();
    this.beats.push(beat);
    return Date.now() + this.clockAhead;
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
