import { createContext, useContext } from "react";
import type { OrderRecord } from "../domain/order";
import type { CategoryDocument, Configurable, Item, StoreDocument } from "../domain/product";
import type { Staff } from "../domain/workplace";

/** What the product grid asks for. An empty search shows a category, or everything when category is null. */
export interface BrowseQuery {
  search: string;
  category: number | null;
  limit: number;
}

/** A page of products and how many there are. */
export interface BrowseResult {
  items: Item[];
  total: number;
}

/** What a code means: something to sell at once, a product with options, or nothing. */
export type Found =
  | { kind: "item"; item: Item; name: string; detail: string }
  | { kind: "configurable"; product: Configurable }
  | { kind: "unsupported"; name: string }
  | { kind: "nothing" };

/** Where the catalog is. */
export interface CatalogStatus {
  phase: "empty" | "loading" | "downloading" | "ready" | "failed";
  done: number;
  total: number;
  products: number;
  updatedAt: number;
  /** What went wrong last: offline, damaged, broken, or the gateway's own words; empty when nothing did. */
  message: string;
}

/** A refusal that the person who caused it should read. */
export class Refusal extends Error {}

/** The commands that need more than the store; the app hands them in. */
export interface Services {
  enrol(code: string, label: string): Promise<void>;
  signIn(staff: Staff, pin: string): Promise<void>;
  retryOrder(order: OrderRecord): Promise<void>;
  /** Sends what waits now. */
  syncNow(): void;
  refreshCatalog(): void;
  browse(query: BrowseQuery): Promise<BrowseResult>;
  find(code: string): Promise<Found>;
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
