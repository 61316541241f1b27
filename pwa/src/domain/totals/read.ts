import { Exact } from "./exact";
import type { Decimal } from "./input";

/** Why a basket is not computed: Magento could and this engine cannot, or the input has no defined result. */
export type RefusalCode = "NOT_SUPPORTED" | "INVALID";

/** Ends a calculation. It never leaves the engine: the result carries it as data. */
export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** A decimal as it is written; anything else refuses the basket. */
export function decimal(value: Decimal, what: string): Exact {
  const number = Exact.parse(value);
  if (!number) throw new Refused("INVALID", what);
  return number;
}

/** A decimal that a rule or a tax may leave out. */
export function decimalOrZero(value: Decimal | null | undefined, what: string): Exact {
  return value === null || value === undefined || value === "" ? Exact.of(0) : decimal(value, what);
}

/** Thrown while compiling a rule that only Magento can judge. */
export class Unknown extends Error {}
