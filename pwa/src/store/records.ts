import type { BaudRate, PaperWidth } from "../domain/escpos";
import type { ScannerSettings } from "../domain/scan";
import type { Staff, Workplace } from "../domain/workplace";

/** The enrolment of this browser. */
export interface Device {
  token: string;
  deviceId: string;
  label: string;
  workplace: Workplace;
}

/** Who works on the register now. token is absent after an unlock without the gateway. */
export interface Session {
  /** As they were when they signed in. */
  staff: Staff;
  token?: string;
  expiresAt?: number;
}

/** Proves a PIN on this device without the gateway. Failures are counted here too. */
export interface Verifier {
  staffId: string;
  salt: Uint8Array;
  iterations: number;
  hash: Uint8Array;
  failures: number;
  blockedUntil: number;
}

/** What the sync engine last learnt, for every tab to show. */
export interface EngineStatus {
  online: boolean;
  /** The gateway no longer knows this device: it must be enrolled again. */
  revoked: boolean;
  /** The gateway does not understand all that this version of the register says, or the other way round. */
  versionsDiffer: boolean;
  checkedAt: number;
}

/** How the device itself is, as measured about once a minute. */
export interface Health {
  /** When, milliseconds since 1970. */
  at: number;
  /** By how much this device's clock is ahead of the gateway's, in milliseconds; null while the gateway did not tell. */
  skewMs: number | null;
  /** Bytes stored, and how many the browser grants; 0 where it does not tell. */
  used: number;
  quota: number;
  /** Whether the browser promised to keep what is stored when space is short. */
  persisted: boolean;
}

/** What is plugged into this device, as people set it up. */
export interface Hardware {
  scanner: ScannerSettings;
  printer: PrinterSettings;
}

/** The receipt printer. */
export interface PrinterSettings {
  /** The browser's print dialog, or a printer that understands ESC/POS. */
  kind: "browser" | "usb" | "serial" | "network";
  /** Bits a second of a serial line; absent where nobody chose. */
  baudRate?: BaudRate;
  /** Characters on a line of its paper. */
  columns: PaperWidth;
  /** Whether the drawer hangs on the printer and opens for cash. */
  drawer: boolean;
  /** Whether every order is printed without being asked. */
  automatic: boolean;
}

/** Until somebody sets one up: the browser prints. */
export const plainPrinter: PrinterSettings = { kind: "browser", columns: 42, drawer: false, automatic: false };
