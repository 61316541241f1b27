import { execute } from "../client";
import { EmailReceiptDocument } from "./gen/graphql";

/** Has the gateway send the receipt of an order that it has received. */
export async function emailReceipt(token: string, orderId: string, email: string): Promise<void> {
  await execute(EmailReceiptDocument, { orderId, email }, token);
}
