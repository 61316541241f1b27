/** What happened to the cash of a register. */
export type ShiftEventKind = "OPENED" | "PAID_IN" | "PAID_OUT" | "DRAWER_OPENED" | "COUNTED" | "CLOSED";

/** An event of a shift, as this device keeps it. It is written once and never changed but for waiting. */
export interface ShiftEventRecord {
  /** UUIDv7, minted here, as is the shift's. */
  id: string;
  shiftId: string;
  kind: ShiftEventKind;
  staffId: string;
  /** ISO 8601, by this device's clock. */
  at: string;
  currency: string;
  /** In minor units: the float, what was paid in or out, or what was counted. */
  amount: number;
  reason?: string;
  approvedBy?: string;
  denominations?: { value: number; count: number }[];
  unsent?: { orderId: string; amount: number; cash: number }[];
  /** 1 until the gateway has it. */
  waiting: 0 | 1;
}
