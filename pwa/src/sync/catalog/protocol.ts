import type { Choices } from "../../domain/choices";
import type { PricingDocument } from "../../domain/pricing";
import type { CategoryDocument, StoreDocument } from "../../domain/product";
import type { BrowseQuery, BrowseResult, CatalogStatus, Found, Sold } from "../../store/services";

/** What the page may ask the worker. */
export interface CatalogMethods {
  /** Takes the store view's catalog; locale is what people read. */
  start(token: string, store: string, locale: string): void;
  refresh(): void;
  browse(query: BrowseQuery): BrowseResult;
  find(code: string): Promise<Found>;
  sell(sku: string, choices: Choices): Sold | null;
  pricing(): PricingDocument | null;
  categories(): CategoryDocument[];
  storeView(): StoreDocument | null;
}

/** A request to the worker. */
export interface Request {
  id: number;
  method: keyof CatalogMethods;
  args: unknown[];
}

/** What the worker sends: an answer, or its status. */
export type Reply = { id: number; result?: unknown; error?: string } | { status: CatalogStatus };
