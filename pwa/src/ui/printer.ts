import type { BaudRate } from "../domain/escpos";

/** The parts of WebUSB and Web Serial in use; TypeScript's libraries do not have them. */
interface UsbEndpoint {
  endpointNumber: number;
  direction: "in" | "out";
}
interface UsbInterface {
  interfaceNumber: number;
  alternate: { interfaceClass: number; endpoints: UsbEndpoint[] };
}
interface UsbDevice {
  opened: boolean;
  configuration: { interfaces: UsbInterface[] } | null;
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(value: number): Promise<void>;
  claimInterface(number: number): Promise<void>;
  transferOut(endpoint: number, data: Uint8Array): Promise<{ status: "ok" | "stall" | "babble" }>;
}
interface SerialPort {
  writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
}

/** Where printers are plugged in, and taken in turn: the browser's navigator. */
export interface Plugs {
  locks: Pick<LockManager, "request">;
  usb?: { getDevices(): Promise<UsbDevice[]>; requestDevice(options: { filters: { classCode: number }[] }): Promise<UsbDevice> };
  serial?: { getPorts(): Promise<SerialPort[]>; requestPort(): Promise<SerialPort> };
}

/** How a receipt printer is reached. A printer in the network is behind the relay that runs on this computer. */
export type Plug = "usb" | "serial" | "network";

/** Where that relay listens (tillway print-relay). */
const relay = "http://localhost:9110/print";

/** Why nothing was printed: the browser cannot, no printer was chosen, it did not take the data, or no relay is there. */
export class PrinterFault extends Error {
  constructor(
    readonly why: "unsupported" | "none" | "failed" | "relay",
    options?: ErrorOptions,
  ) {
    super(`printer: ${why}`, options);
  }
}

/** The USB class of printers. */
const printerClass = 7;
/** Settings of before know no speed. */
const usualBaudRate = 9_600;
const patienceMs = 8_000;
/** How long a printer that takes nothing may need to be closed. */
const letGoMs = 1_000;

/** Lets a person choose the printer; the browser remembers it. Needs a click. The relay knows its own. Throws PrinterFault. */
export async function choosePrinter(plug: Plug, plugs: Plugs = navigator as unknown as Plugs): Promise<void> {
  if (plug === "network") return;
  const port = plugs[plug];
  if (!port) throw new PrinterFault("unsupported");
  try {
    if (plug === "usb") await plugs.usb?.requestDevice({ filters: [{ classCode: printerClass }] });
    else await plugs.serial?.requestPort();
  } catch (cause) {
    throw new PrinterFault("none", { cause });
  }
}

/** A printer that was chosen before, and how it is set. */
export interface Line {
  kind: Plug;
  /** Of a serial line only. */
  baudRate?: BaudRate | undefined;
}

/**
 * Sends bytes to the printer that was chosen before, after what any tab sent to it before: it is opened by one at a time, and the drawer's
 * pulse, a receipt and its copy may come together. Throws PrinterFault.
 */
export function sendToPrinter(line: Line, bytes: Uint8Array, plugs: Plugs = navigator as unknown as Plugs): Promise<void> {
  return plugs.locks.request("tillway-printer", () => sendNow(line, bytes, plugs));
}

async function sendNow({ kind: plug, baudRate = usualBaudRate }: Line, bytes: Uint8Array, plugs: Plugs): Promise<void> {
  if (plug !== "network" && !plugs[plug]) throw new PrinterFault("unsupported");
  const send = { usb: byUsb, serial: (data: Uint8Array, from: Plugs, gone: AbortSignal) => bySerial(data, from, baudRate, gone), network: byRelay }[plug];
  // A printer without paper takes no data and says nothing: nobody must wait for it.
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => (gone.abort(), reject(new PrinterFault("failed"))), patienceMs);
  });
  const sending = send(bytes, plugs, gone.signal);
  try {
    await Promise.race([sending, late]);
  } catch (cause) {
    // It is let go before the next may have it.
    await Promise.race([sending.catch(() => undefined), new Promise((go) => setTimeout(go, letGoMs))]);
    throw cause instanceof PrinterFault ? cause : new PrinterFault("failed", { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function byRelay(bytes: Uint8Array): Promise<void> {
  const answer = await fetch(relay, { method: "POST", body: new Uint8Array(bytes), signal: AbortSignal.timeout(patienceMs) }).catch((cause: unknown) => {
    throw new PrinterFault(cause instanceof DOMException && cause.name === "TimeoutError" ? "failed" : "relay", { cause });
  });
  if (!answer.ok) throw new PrinterFault("failed", { cause: await answer.text() });
}

async function byUsb(bytes: Uint8Array, plugs: Plugs, gone: AbortSignal): Promise<void> {
  const device = (await plugs.usb!.getDevices())[0];
  if (!device) throw new PrinterFault("none");
  gone.addEventListener("abort", () => void device.close().catch(() => undefined)); // ends the transfer
  if (!device.opened) await device.open();
  try {
    if (!device.configuration) await device.selectConfiguration(1);
    const printer = device.configuration?.interfaces.find((i) => i.alternate.interfaceClass === printerClass);
    const endpoint = printer?.alternate.endpoints.find((e) => e.direction === "out");
    if (!printer || !endpoint) throw new PrinterFault("none");
    await device.claimInterface(printer.interfaceNumber);
    const { status } = await device.transferOut(endpoint.endpointNumber, bytes);
    if (status !== "ok") throw new PrinterFault("failed");
  } finally {
    await device.close();
  }
}

async function bySerial(bytes: Uint8Array, plugs: Plugs, baudRate: number, gone: AbortSignal): Promise<void> {
  const port = (await plugs.serial!.getPorts())[0];
  if (!port) throw new PrinterFault("none");
  if (!port.writable) await port.open({ baudRate });
  try {
    const writer = port.writable!.getWriter();
    gone.addEventListener("abort", () => void writer.abort().catch(() => undefined));
    try {
      await writer.write(bytes);
    } finally {
      writer.releaseLock();
    }
  } finally {
    await port.close();
  }
}
