import type { Customer } from "./cart";

/** A customer as this device keeps them: those who were attached to a sale here, found by a search, or taken down here. */
export interface CustomerRecord {
  /** Magento's id, or the UUIDv7 that this device minted. */
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  groupId: number;
  taxClassId: number;
  /** When they were last found or attached here, milliseconds since 1970: who was not seen for long is forgotten. */
  usedAt: number;
  /** Whether they were ever attached to a sale here; who was only found is forgotten first. */
  attached: boolean;
}

/** A customer whom Magento may not know yet, as the gateway takes them down. id is a UUIDv7. */
export interface NewCustomer {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
}

/** The most customers that a device keeps, and for how long after they were last seen. */
export const MAX_CUSTOMERS = 500;
export const KEEP_CUSTOMERS_MS = 30 * 24 * 3_600_000;

/** Fewer characters find nobody: the gateway searches from two on. */
export const MIN_SEARCH = 2;

/**
 * The group that Magento puts new customers into, unless the shop has set another (customer/create_account/default_group). An order
 * of one who was taken down offline is charged by it, and Magento's totals are compared when it is placed.
 */
export const NEW_CUSTOMER_GROUP = 1;

/** True for one whom only this device knows: Magento's ids are numbers. */
export function isTemporary(id: string): boolean {
  return id.includes("-");
}

/** A customer's whole name. */
export function nameOf({ firstName, lastName }: Pick<CustomerRecord, "firstName" | "lastName">): string {
  return `${firstName} ${lastName}`.trim();
}

/** A customer for the open order. */
export function customerOf(record: CustomerRecord): Customer {
  const { id, email, firstName, lastName, groupId, taxClassId, phone } = record;
  const shared = { group: groupId, taxClass: taxClassId, name: nameOf(record), email, ...(phone && { phone }) };
  return isTemporary(id) ? { ...shared, new: { id, email, firstName, lastName } } : { ...shared, id: Number(id) };
}

/** What is wrong with a customer before anybody is asked; null when nothing is. */
export function newCustomerFault({ email, firstName, lastName }: Omit<NewCustomer, "id">): "name" | "email" | null {
  if (!firstName.trim() || !lastName.trim()) return "name";
  return isEmail(email) ? null : "email";
}

/** True for what the gateway takes as an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text.trim()) && text.trim().length <= 255;
}

/**
 * Whether somebody is meant by a search, as the gateway judges: with an @ it is the beginning of an e-mail address, of digits that of
 * a telephone number, otherwise its words each begin the first or the last name, or one word the e-mail address.
 */
export function isMeant(customer: CustomerRecord, search: string): boolean {
  const text = search.trim().toLowerCase();
  if (text.length < MIN_SEARCH) return false;
  const email = customer.email.toLowerCase();
  if (text.includes("@")) return email.startsWith(text);
  if (/^[-+()./ \d]+$/.test(text)) {
    const wanted = digits(text);
    return wanted.length >= MIN_SEARCH && digits(customer.phone ?? "").startsWith(wanted);
  }
  const names = [customer.firstName, customer.lastName].map((name) => name.toLowerCase());
  const words = text.split(/[\s,]+/).filter(Boolean);
  if (words.every((word) => names.some((name) => name.startsWith(word)))) return true;
  return names.some((name) => name.startsWith(words.join(" "))) || (words.length === 1 && email.startsWith(words[0]!));
}

/** By last name, first name, id, as the gateway sorts. */
export function byName(a: CustomerRecord, b: CustomerRecord): number {
  return a.lastName.localeCompare(b.lastName) || a.firstName.localeCompare(b.firstName) || a.id.localeCompare(b.id);
}

/** Those to keep of all that are known: who was seen lately, those of sales here first. */
export function worthKeeping(all: readonly CustomerRecord[], now: number): CustomerRecord[] {
  return all
    .filter((customer) => now - customer.usedAt < KEEP_CUSTOMERS_MS)
    .sort((a, b) => Number(b.attached) - Number(a.attached) || b.usedAt - a.usedAt)
    .slice(0, MAX_CUSTOMERS);
}

function digits(text: string): string {
  return text.replace(/\D/g, "");
}
