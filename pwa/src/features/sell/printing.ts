import type { OrderRecord } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import type { Database } from "../../store/database";
import { type PrinterSettings, plainPrinter } from "../../store/records";
import { notify } from "../../ui/notices";

/** What printing needs to know beside the order. */
interface Shop {
  workplace: Workplace;
  locale: string;
}

/** Prints a receipt on the printer that is set up, else by the browser, which prints what is on the screen. */
export async function printReceipt(db: Database, order: OrderRecord, { workplace, locale }: Shop, gift: boolean): Promise<void> {
  const printer = await printerOf(db);
  if (printer.kind === "browser") {
    window.print();
    return;
  }
  const [{ paperBytes }, { receiptRows }] = await Promise.all([import("../../domain/escpos"), import("./receiptRows")]);
  await send(printer, paperBytes(receiptRows(order, workplace, locale, gift), printer.columns));
}

/** After a sale: opens the drawer when cash moved, and prints when that was asked for. */
export async function afterSale(db: Database, order: OrderRecord, shop: Shop): Promise<void> {
  const printer = await printerOf(db);
  if (printer.kind === "browser") return;
  const cash = order.input.tenders.some((tender) => tender.kind === "CASH");
  if (printer.drawer && cash) await send(printer, (await import("../../domain/escpos")).drawerBytes());
  if (printer.automatic) await printReceipt(db, order, shop, false);
}

async function printerOf(db: Database): Promise<PrinterSettings> {
  return (await db.setting("hardware"))?.printer ?? plainPrinter;
}

async function send(printer: PrinterSettings, bytes: Uint8Array): Promise<void> {
  if (printer.kind === "browser") return;
  const { PrinterFault, sendToPrinter } = await import("../../ui/printer");
  try {
    await sendToPrinter(printer.kind, bytes);
  } catch (error) {
    notify(t.printer.faults[error instanceof PrinterFault ? error.why : "failed"], "bad");
  }
}
