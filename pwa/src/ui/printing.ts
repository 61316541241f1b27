import { t } from "../i18n/messages";
import { notify } from "./notices";
import type { Line } from "./printer";

/** Sends bytes to a printer; a fault is told, as whatever was to be printed has happened all the same. */
export async function print(line: Line, bytes: Uint8Array): Promise<void> {
  const { PrinterFault, sendToPrinter } = await import("./printer");
  try {
    await sendToPrinter(line, bytes);
  } catch (error) {
    notify(t.printer.faults[error instanceof PrinterFault ? error.why : "failed"], "bad");
  }
}
