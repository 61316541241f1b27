import type { CartLine } from "./cart";
import type { PickupPlace } from "./workplace";

/** Who gets a parcel, and where. */
export interface Recipient {
  firstName: string;
  lastName: string;
  street: string[];
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Magento's code of the region and its id; absent where the country has none here. */
  regionCode?: string;
  regionId?: number;
  telephone: string;
}

/** How the goods of an order reach the customer who does not carry them out of the shop. */
export type Delivery =
  | { kind: "SHIP"; method: string; name: string; price: number | null; to: Recipient }
  | { kind: "PICKUP"; place: PickupPlace };

/** Magento's in-store pickup (Magento\InventoryInStorePickupShippingApi\Model\Carrier\InStorePickup), which costs nothing. */
export const PICKUP_METHOD = "instore_pickup";

const virtualTypes = ["virtual", "downloadable"];

/** True when there is nothing on an order to carry, ship or pick up: Magento then knows no shipping either. */
export function isVirtual(lines: readonly CartLine[]): boolean {
  return lines.length > 0 && lines.every((line) => virtualTypes.includes(line.product.item.type));
}

/** How the goods of an order reach the customer; undefined when they are carried out of the shop, or there are none. */
export function deliveryOf({ lines, delivery }: { lines: readonly CartLine[]; delivery?: Delivery }): Delivery | undefined {
  return lines.length > 0 && !isVirtual(lines) ? delivery : undefined;
}

/** An address as it is written on one line. */
export function onOneLine({ street, postcode, city, country, regionCode }: Pick<Recipient, "street" | "postcode" | "city" | "country"> & { regionCode?: string }): string {
  const place = (regionCode ? [`${city},`, regionCode, postcode] : [city, postcode]).filter(Boolean).join(" ");
  return [...street, place, country].filter(Boolean).join(", ");
}

/** Where a delivery goes, for people: the recipient or the location, and the address. */
export function goesTo(delivery: Delivery): { name: string; address: string } {
  if (delivery.kind === "PICKUP") return { name: delivery.place.name, address: onOneLine(delivery.place.address) };
  return { name: `${delivery.to.firstName} ${delivery.to.lastName}`, address: onOneLine(delivery.to) };
}

/** What is missing of a recipient before a parcel can be sent; null when nothing is. */
export function recipientFault(to: Recipient, needsRegion: boolean): "name" | "street" | "city" | "region" | "telephone" | null {
  if (!to.firstName.trim() || !to.lastName.trim()) return "name";
  if (!to.street[0]?.trim()) return "street";
  if (!to.city.trim()) return "city";
  if (needsRegion && !to.regionCode) return "region";
  return to.telephone.trim() ? null : "telephone";
}

/** A recipient as orders carry it: trimmed, without empty lines. */
export function tidied(to: Recipient): Recipient {
  const { regionCode, regionId, ...rest } = to;
  return {
    ...rest,
    firstName: to.firstName.trim(),
    lastName: to.lastName.trim(),
    street: to.street.map((line) => line.trim()).filter(Boolean),
    postcode: to.postcode.trim(),
    city: to.city.trim(),
    telephone: to.telephone.trim(),
    ...(regionCode && { regionCode, ...(regionId && { regionId }) }),
  };
}

/** The regions that the shop's taxes know of a country, by code; empty for a country without. */
export function regionsOf(regions: Readonly<Record<string, number>>, country: string): { code: string; id: number }[] {
  const prefix = `${country}-`;
  return Object.entries(regions)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, id]) => ({ code: key.slice(prefix.length), id }))
    .sort((a, b) => a.code.localeCompare(b.code));
}
