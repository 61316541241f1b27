/** What a device tells of itself about once a minute. Times are ISO 8601. */
export interface Heartbeat {
  /** Orders that the gateway does not have yet, and when the oldest of them was sold. */
  ordersWaiting: number;
  oldestWaitingAt: string | null;
  /** When the catalog on the device was last known to be up to date. */
  catalogAt: string | null;
  appVersion: string;
}
