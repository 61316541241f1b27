import { Exact } from "./exact";
import type { Decimal } from "./input";
import type { RefusalCode, Step } from "./trace";

/** Ends a calculation. It never leaves the engine: the result carries it as data. */
export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly what: { line?: number; sku?: string; name?: string } = {},
  ) {
    super(code);
  }

  /** The same of a line, or of the part of it that it names already. */
  on(line: number, sku: string): Refused {
    return new Refused(this.code, { sku, ...this.what, line });
  }

  get step(): Step {
    const { line = 0, sku, name } = this.what;
    return { code: this.code, line, ...(sku && { sku }), ...(name && { name }), amount: "0" };
  }
}

/** A decimal as it is written; anything else refuses the basket. */
export function decimal(value: Decimal, what: string): Exact {
  const number = Exact.parse(value);
  if (!number) throw new Refused("refused.number", { name: what });
  return number;
}

/** A decimal that a rule or a tax may leave out. */
export function decimalOrZero(value: Decimal | null | undefined, what: string): Exact {
  return value === null || value === undefined || value === "" ? Exact.of(0) : decimal(value, what);
}

/** Thrown while compiling a rule that only Magento can judge. */
export class Unknown extends Error {}
