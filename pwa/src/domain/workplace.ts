import type { Permission } from "./approval";

/** A person who may sign in. */
export interface Staff {
  id: string;
  name: string;
  role: "CASHIER" | "MANAGER";
  /** What they may do beside selling. */
  permissions: Permission[];
}

/** Where goods are handed over, and how Magento says that orders are shipped and paid there: rules may look at all of it. */
export interface Place {
  country: string;
  regionId: number;
  postcode: string;
  shippingMethod?: string;
  paymentMethod?: string;
}

/** Where the device stands. */
export interface Workplace {
  register: { id: string; name: string };
  location: {
    id: string;
    name: string;
    store: string;
    address: Place & { street: string[]; city: string; telephone: string };
    /** The SKU under which items are sold that the catalog does not have; null where that is not done. */
    unlistedSku: string | null;
    /** Cash is rounded to multiples of this, in minor units. */
    cashRounding: number;
    /** Magento's, of what is carried out of the shop. */
    shippingMethod: string;
    paymentMethod: string;
  };
  staff: Staff[];
  lastCounter: number;
}
