import { GatewayError, NetworkError } from "../api/client";
import { type FoundCustomer, createCustomer, findCustomers } from "../api/later/customers";
import { type CustomerRecord, NEW_CUSTOMER_GROUP, type NewCustomer } from "../domain/customer";
import { uuidv7 } from "../domain/uuid";
import { t } from "../i18n/messages";
import { type Customers, rememberCustomers } from "../store/customers";
import type { Database } from "../store/database";
import { Refusal, type Services } from "../store/services";

/** Joins what is asked about customers to the gateway and to what this device keeps. */
export function createCustomers(db: Database, pricing: Services["pricing"]): Customers {
  const token = async () => (await db.setting("device"))?.token ?? "";
  return {
    async find(search, signal) {
      const found = await findCustomers(await token(), search, signal).catch(refuse);
      const records = found.map((customer) => recordOf(customer));
      // Somebody types on: what only this much of a name found is nobody's business here.
      if (!signal.aborted) await rememberCustomers(db, records);
      return records;
    },
    async create(typed) {
      const fresh: NewCustomer = {
        id: uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
        email: typed.email.trim(),
        firstName: typed.firstName.trim(),
        lastName: typed.lastName.trim(),
      };
      try {
        const { customer, known } = await createCustomer(await token(), fresh);
        return { customer: recordOf(customer), known };
      } catch (error) {
        if (!(error instanceof NetworkError) && !(error instanceof GatewayError && error.retryable)) return refuse(error);
        const groups = (await pricing())?.groups ?? [];
        const taxClassId = groups.find((group) => group.id === NEW_CUSTOMER_GROUP)?.taxClass ?? (await pricing())?.tax.default_customer_tax_class_id ?? 0;
        const customer: CustomerRecord = { ...fresh, phone: null, groupId: NEW_CUSTOMER_GROUP, taxClassId, usedAt: Date.now(), attached: false };
        return { customer, known: false };
      }
    },
  };
}

function recordOf({ id, email, firstName, lastName, phone, groupId, taxClassId }: FoundCustomer): CustomerRecord {
  return { id, email, firstName, lastName, phone: phone ?? null, groupId, taxClassId, usedAt: Date.now(), attached: false };
}

function refuse(error: unknown): never {
  if (error instanceof NetworkError) throw new Refusal(t.offlineHint);
  if (error instanceof GatewayError) throw new Refusal(error.message);
  throw error;
}
