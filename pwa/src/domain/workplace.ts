import type { TaxPlace } from "./tax";

/** A person who may sign in. */
export interface Staff {
  id: string;
  name: string;
  role: "CASHIER" | "MANAGER";
}

/** Where the device stands. */
export interface Workplace {
  register: { id: string; name: string };
  location: {
    id: string;
    name: string;
    store: string;
    address: TaxPlace & { street: string[]; city: string; telephone: string };
  };
  staff: Staff[];
  lastCounter: number;
}
