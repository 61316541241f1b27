import { createContext, useContext } from "react";
import type { Parked } from "../domain/cart";
import type { Choices } from "../domain/choices";
import type { OrderRecord } from "../domain/order";
import type { ParkedElsewhere } from "../domain/parked";
import type { PricingDocument } from "../domain/pricing";
import type { CategoryDocument, Configurable, Item, ProductDocument, StoreDocument } from "../domain/product";
import type { Returnable } from "../domain/returns";
import type { Sellable } from "../domain/sellable";
import type { ShiftElsewhere, ShiftReport } from "../domain/shift";
import type { Ruled } from "../domain/sold";
import type { Staff } from "../domain/workplace";
import type { Customers } from "./customers";
import type { Office } from "./office";
import type { Desk } from "./waiting";

/** What the product grid asks for. An empty search shows a category, or everything when category is null. */
export interface BrowseQuery {
  search: string;
  category: number | null;
  /** How many to leave out at the beginning; none unless given. */
  offset?: number;
  limit: number;
  /** When given, just these, in their order. */
  skus?: string[];
}

/** A page of products and how many there are. */
export interface BrowseResult {
  items: Item[];
  total: number;
}

/** A product with everything that an order's line needs of it. */
export interface Sold extends Ruled {
  item: Item;
  name: string;
  /** What was chosen, for people. */
  detail: string;
  product: Sellable;
  choices?: Choices;
}

/** A product that asks something before it can be sold. */
export interface Asking {
  item: Item;
  /** The document with the options. */
  asks: ProductDocument;
  /** Names of the products that a bundle is made of, by id. */
  parts: Map<number, string>;
  /** What is chosen to begin with. */
  choices: Choices;
}

/** Products that are sold together, each on a line of its own. */
export interface Grouped {
  item: Item;
  /** quantity is how many there are to begin with. */
  members: (Ruled & { item: Item; quantity: number })[];
}

/** What a code means: something to sell at once, a product that asks something, or nothing. */
export type Found =
  | ({ kind: "item" } & Sold)
  | ({ kind: "options" } & Asking)
  | ({ kind: "grouped" } & Grouped)
  | { kind: "configurable"; product: Configurable }
  | { kind: "nothing" };

/** Where the catalog is. */
export interface CatalogStatus {
  phase: "empty" | "loading" | "downloading" | "ready" | "failed";
  done: number;
  total: number;
  products: number;
  updatedAt: number;
  /** Counts up when what totals are calculated by has changed. */
  pricing: number;
  /** Counts up when this device sold something that the gateway does not have yet, and when the gateway has it. */
  sold: number;
  /** What went wrong last: offline, damaged, broken, or the gateway's own words; empty when nothing did. */
  message: string;
}

/** A refusal that the person who caused it should read. */
export class Refusal extends Error {}

/** The commands that need more than the store; the app hands them in. */
export interface Services {
  enrol(code: string, label: string): Promise<void>;
  signIn(staff: Staff, pin: string): Promise<void>;
  /** Proves that a person is here, without signing them in. Throws a Refusal. */
  authorise(staff: Staff, pin: string): Promise<void>;
  /** An order by its receipt number with what came back of it; null when nobody has it, or it was cancelled. Throws a Refusal. */
  findReturnable(receipt: string): Promise<Returnable | null>;
  /** Orders that other registers of the location parked; none without the gateway. */
  parkedElsewhere(): Promise<ParkedElsewhere[]>;
  discardParked(id: string): Promise<void>;
  /**
   * Takes a parked order up and parks the open one: "unsure" without the gateway, when another register may have it too; "taken" when
   * somebody was faster; "unreadable" when it is of another version. Throws a Refusal.
   */
  recall(id: string, open: Parked): Promise<"open" | "unsure" | "taken" | "unreadable">;
  /** What concerns customers; fetched when it is needed first. */
  customers(): Promise<Customers>;
  retryOrder(order: OrderRecord): Promise<void>;
  /** What waits for customers at this location; fetched when it is first wanted, and the same promise each time. */
  desk(): Promise<Desk>;
  /** What head office does; fetched when it is first wanted, and the same promise each time. */
  office(): Promise<Office>;
  /** The gateway's report of a shift; null when it cannot be asked, or the person signed in may not see it. */
  shiftReport(id: string): Promise<ShiftReport | null>;
  /**
   * The shift of this register that another device opened and nobody closed, by the gateway; null when there is none. allowedBy proves
   * with their PIN that somebody may see it, null says that the person signed in may. Throws a Refusal.
   */
  shiftElsewhere(allowedBy: { staff: Staff; pin: string } | null): Promise<ShiftElsewhere | null>;
  /** Asks the browser to keep what is stored here when space is short; its answer. */
  keepData(): Promise<boolean>;
  /** Sends what waits now. */
  syncNow(): void;
  refreshCatalog(): void;
  /** null when a later question has overtaken this one. */
  browse(query: BrowseQuery): Promise<BrowseResult | null>;
  find(code: string): Promise<Found>;
  sell(sku: string, choices: Choices): Promise<Sold | null>;
  pricing(): Promise<PricingDocument | null>;
  categories(): Promise<CategoryDocument[]>;
  storeView(): Promise<StoreDocument | null>;
  catalogStatus(): CatalogStatus;
  onCatalogStatus(listener: () => void): () => void;
}

/** The services in use. */
export const ServicesContext = createContext<Services | null>(null);

/** The services in the context. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("ServicesContext is missing");
  return services;
}
