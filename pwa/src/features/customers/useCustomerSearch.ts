import { useEffect, useState } from "react";
import { type CustomerRecord, MIN_SEARCH, byName, isTemporary } from "../../domain/customer";
import { searchCustomersHere } from "../../store/customers";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";

/** Long enough that a name typed at once is one question. */
const pauseMs = 250;

/** What a search has found so far: on this device at once, and from the gateway when it has answered. */
export interface CustomerSearch {
  found: CustomerRecord[];
  searching: boolean;
  /** Why the gateway was of no help; empty when it was. */
  fault: string;
}

/** Searches for customers as somebody types; a question that was typed over is cancelled. */
export function useCustomerSearch(text: string): CustomerSearch {
  const services = useServices();
  const search = text.trim();
  const wanted = search.length >= MIN_SEARCH;
  const here = useLive((db) => searchCustomersHere(db, search, Date.now()), ["customers"], search);
  const [answer, setAnswer] = useState<{ search: string; found: CustomerRecord[]; fault: string }>();
  useEffect(() => {
    if (!wanted) return;
    const over = new AbortController();
    const timer = setTimeout(() => {
      void services
        .customers()
        .then((customers) => customers.find(search, over.signal))
        .then((found) => ({ found, fault: "" }), (error: unknown) => ({ found: [], fault: error instanceof Error ? error.message : String(error) }))
        .then((result) => over.signal.aborted || setAnswer({ search, ...result }));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [services, search, wanted]);
  if (!wanted) return { found: [], searching: false, fault: "" };
  const answered = answer?.search === search ? answer : null;
  return { found: merged(answered?.found ?? [], here ?? []), searching: !answered, fault: answered?.fault ?? "" };
}

/** The gateway's word on somebody counts; whom only this device has is added, unless Magento has them by now. */
function merged(there: readonly CustomerRecord[], here: readonly CustomerRecord[]): CustomerRecord[] {
  const ids = new Set(there.map((customer) => customer.id));
  const emails = new Set(there.map((customer) => customer.email.toLowerCase()));
  const more = here.filter((customer) => !ids.has(customer.id) && !(isTemporary(customer.id) && emails.has(customer.email.toLowerCase())));
  return [...there, ...more].sort(byName);
}
