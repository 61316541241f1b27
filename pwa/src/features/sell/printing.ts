import type { OrderRecord } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import type { Database } from "../../store/database";
import { printerOf } from "../../store/hardware";
import type { PrinterSettings } from "../../store/records";
import { print } from "../../ui/printing";
import type { Kind } from "./receiptRows";

/** What printing needs to know beside the order. */
interface Shop {
  workplace: Workplace;
  locale: string;
}

/** Prints a receipt on the printer that is set up, else by the browser, which prints what is on the screen. */
export async function printReceipt(db: Database, order: OrderRecord, { workplace, locale }: Shop, kind: Kind): Promise<void> {
  const { kind: plug, baudRate, columns } = await printerOf(db);
  if (plug === "browser") {
    window.print();
    return;
  }
  const [{ paperBytes }, { receiptRows }] = await Promise.all([import("../../domain/escpos"), import("./receiptRows")]);
  await print({ kind: plug, baudRate }, paperBytes(receiptRows(order, workplace, locale, kind), columns));
}

/** After a sale: opens the drawer when cash moved, and prints when that was asked for. */
export async function afterSale(db: Database, printer: PrinterSettings, order: OrderRecord, shop: Shop): Promise<void> {
  const { kind, baudRate } = printer;
  if (kind === "browser") return;
  const cash = order.input.tenders.some((tender) => tender.kind === "CASH");
  if (printer.drawer && cash) await print({ kind, baudRate }, (await import("../../domain/escpos")).drawerBytes());
  if (printer.automatic) await printReceipt(db, order, shop, { gift: false, copy: false });
}
