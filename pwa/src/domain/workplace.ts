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

/** A way in which goods are shipped; price is what the carrier asks in minor units, null when it is calculated as Magento does. */
export interface ShippingOption {
  method: string;
  name: string;
  price?: number | null;
}

/** A location where customers may pick up what they bought. */
export interface PickupPlace {
  id: string;
  name: string;
  address: Place & { street: string[]; city: string; telephone: string };
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
    /** Absent until a gateway that knows of it has told. */
    shipping?: ShippingOption[];
  };
  staff: Staff[];
  lastCounter: number;
  /** Where what is sold here may be picked up; absent as above. */
  pickup?: PickupPlace[];
}
