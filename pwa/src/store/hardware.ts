import type { Database } from "./database";
import { type PrinterSettings, plainPrinter } from "./records";

/** The receipt printer of this device, as people set it up. */
export async function printerOf(db: Database): Promise<PrinterSettings> {
  return (await db.setting("hardware"))?.printer ?? plainPrinter;
}
