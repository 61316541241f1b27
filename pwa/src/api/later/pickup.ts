import type { RemoteStatus } from "../../domain/order";
import { execute } from "../client";
import { HandOverDocument } from "./gen/graphql";

/** Notes that a pickup was given to the customer; safe to repeat. */
export async function handOver(token: string, orderId: string): Promise<RemoteStatus> {
  return (await execute(HandOverDocument, { orderId }, token)).handOver;
}
