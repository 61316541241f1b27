import type { NewCustomer } from "../../domain/customer";
import { GatewayError, execute } from "../client";
import { CreateRegisterCustomerDocument, type CustomerFieldsFragment, FindCustomersDocument } from "./gen/graphql";

const patienceMs = 8_000;
const most = 20;

/** A customer as the gateway knows them. */
export type FoundCustomer = CustomerFieldsFragment;

/** Customers of the device's website whom a search means, by name. */
export async function findCustomers(token: string, search: string, signal: AbortSignal): Promise<FoundCustomer[]> {
  return (await execute(FindCustomersDocument, { search, first: most }, token, patienceMs, signal)).findCustomers;
}

/** Takes a customer down in Magento; known tells that Magento had somebody with their e-mail address. Doing it again is safe. */
export async function createCustomer(token: string, input: NewCustomer): Promise<{ customer: FoundCustomer; known: boolean }> {
  const { createRegisterCustomer: answer } = await execute(CreateRegisterCustomerDocument, { input }, token, patienceMs);
  if (answer.__typename === "RegisterCustomerRefused") throw new GatewayError("BAD_INPUT", answer.message);
  return { customer: answer.customer, known: answer.known };
}
