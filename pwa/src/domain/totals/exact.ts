/**
 * Exact rational numbers. Most amounts of a basket fit plain numbers (a safe integer over a safe integer), which is fast; what does
 * not fit moves to BigInt by itself and back, so that no result ever depends on which of the two held it.
 */

interface Big {
  n: bigint;
  d: bigint;
}

const LIMIT = Number.MAX_SAFE_INTEGER;

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function bigGcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Whole hundredths as a decimal: nearly every amount of a result. */
function centsText(n: number): string {
  const magnitude = Math.abs(n);
  const rest = magnitude % 100;
  const text = String((magnitude - rest) / 100);
  const fraction = rest === 0 ? "" : rest % 10 === 0 ? `.${String(rest / 10)}` : rest < 10 ? `.0${String(rest)}` : `.${String(rest)}`;
  return `${n < 0 ? "-" : ""}${text}${fraction}`;
}

const safe = (n: number) => n <= LIMIT && n >= -LIMIT;

export class Exact {
  private constructor(
    private readonly n: number,
    private readonly d: number,
    private readonly big: Big | null,
  ) {}

  static of(n: number, d = 1): Exact {
    return new Exact(n, d, null);
  }

  private static fromBig(n: bigint, d: bigint): Exact {
    const divisor = bigGcd(n < 0n ? -n : n, d);
    const top = n / divisor;
    const bottom = d / divisor;
    const small = top <= LIMIT && top >= -LIMIT && bottom <= LIMIT;
    return small ? new Exact(Number(top), Number(bottom), null) : new Exact(0, 1, { n: top, d: bottom });
  }

  /** A JSON number or a decimal string, exactly as it is written; null when it is neither or has more than 60 digits. */
  static parse(value: unknown): Exact | null {
    if (typeof value === "number" && Number.isSafeInteger(value)) return new Exact(value, 1, null);
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text.length < 15 && /^-?\d+\.\d+$/.test(text)) {
      const point = text.indexOf(".");
      const n = Number(text.slice(0, point) + text.slice(point + 1));
      return new Exact(n === 0 ? 0 : n, 10 ** (text.length - point - 1), null);
    }
    const match = typeof text === "string" ? /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:e([+-]?\d{1,2}))?$/i.exec(text) : null;
    if (!match) return null;
    const fraction = match[3] ?? "";
    const places = fraction.length - Number(match[4] ?? 0);
    const digits = BigInt((match[2] ?? "") + fraction) * (match[1] === "-" ? -1n : 1n);
    return places > 0 ? Exact.fromBig(digits, 10n ** BigInt(places)) : Exact.fromBig(digits * 10n ** BigInt(-places), 1n);
  }

  private wide(): Big {
    return this.big ?? { n: BigInt(this.n), d: BigInt(this.d) };
  }

  plus(b: Exact): Exact {
    if (this.big === null && b.big === null) {
      if (this.d === b.d) {
        const n = this.n + b.n;
        if (safe(n)) return new Exact(n, this.d, null);
      } else if (b.n === 0) return this;
      else if (this.n === 0) return b;
      else {
        // One denominator is mostly a multiple of the other: keep it instead of multiplying them.
        const up = this.d % b.d === 0 ? 1 : b.d % this.d === 0 ? b.d / this.d : b.d;
        const d = this.d * up;
        const x = this.n * up;
        const y = b.n * (d / b.d);
        if (safe(d) && safe(x) && safe(y) && safe(x + y)) return new Exact(x + y, d, null);
      }
    }
    const x = this.wide();
    const y = b.wide();
    return Exact.fromBig(x.n * y.d + y.n * x.d, x.d * y.d);
  }

  minus(b: Exact): Exact {
    if (this.big === null && b.big === null && this.d === b.d) {
      const n = this.n - b.n;
      if (safe(n)) return new Exact(n, this.d, null);
    }
    return this.plus(b.negated());
  }

  negated(): Exact {
    return this.big ? new Exact(0, 1, { n: -this.big.n, d: this.big.d }) : new Exact(this.n === 0 ? 0 : -this.n, this.d, null);
  }

  times(b: Exact): Exact {
    if (this.big === null && b.big === null) {
      const n = this.n * b.n;
      const d = this.d * b.d;
      if (safe(n) && safe(d)) return new Exact(n === 0 ? 0 : n, d, null);
    }
    const x = this.wide();
    const y = b.wide();
    return Exact.fromBig(x.n * y.n, x.d * y.d);
  }

  /** The quotient, in lowest terms; b must not be zero. */
  over(b: Exact): Exact {
    if (this.big === null && b.big === null) {
      const n = this.n * b.d;
      const d = this.d * b.n;
      if (safe(n) && safe(d)) return new Exact(d < 0 ? 0 - n : n, Math.abs(d), null).reduced();
    }
    const x = this.wide();
    const y = b.wide();
    const d = x.d * y.n;
    return d < 0n ? Exact.fromBig(-x.n * y.d, -d) : Exact.fromBig(x.n * y.d, d);
  }

  /** The same number in lowest terms: worth it for factors that are used again and again. */
  reduced(): Exact {
    if (this.big) return this;
    const divisor = gcd(Math.abs(this.n), this.d);
    return divisor === 1 ? this : new Exact(this.n / divisor, this.d / divisor, null);
  }

  /** The nearest whole number, halves away from zero, as PHP's round() has it. */
  rounded(): Exact {
    if (this.big === null) {
      if (this.d === 1) return this;
      const rest = this.n % this.d;
      const whole = (this.n - rest) / this.d;
      const up = 2 * Math.abs(rest) >= this.d ? (this.n < 0 ? -1 : 1) : 0;
      if (2 * Math.abs(rest) <= LIMIT) return new Exact(whole + up === 0 ? 0 : whole + up, 1, null);
    }
    const { n, d } = this.wide();
    const whole = ((n < 0n ? -n : n) * 2n + d) / (2n * d);
    return Exact.fromBig(n < 0n ? -whole : whole, 1n);
  }

  /** The greatest whole number that is not above this one. */
  floored(): Exact {
    const { n, d } = this.wide();
    return Exact.fromBig(n / d - (n < 0n && n % d !== 0n ? 1n : 0n), 1n);
  }

  sign(): number {
    if (this.big === null) return Math.sign(this.n);
    return this.big.n < 0n ? -1 : this.big.n > 0n ? 1 : 0;
  }

  compare(b: Exact): number {
    if (this.big === null && b.big === null) {
      const x = this.n * b.d;
      const y = b.n * this.d;
      if (safe(x) && safe(y)) return x - y;
    }
    return this.minus(b).sign();
  }

  min(b: Exact): Exact {
    return this.compare(b) <= 0 ? this : b;
  }

  /** The nearest number to this many ten-to-the-minus-shift: for comparisons with what people typed into conditions. */
  toNumber(shift = 0): number {
    const d = this.d * 10 ** shift;
    if (this.big === null && safe(d)) return this.n / d;
    const wide = this.wide();
    return Number((wide.n * 10n ** 12n) / wide.d) / 10 ** (12 + shift);
  }

  /** The whole number that plain numbers hold, or null. */
  whole(): number | null {
    return this.big === null && this.n % this.d === 0 ? this.n / this.d : null;
  }

  /** How many times 1/unit there is in this number, if that is a whole number below the bound; else null. */
  wholeIn(unit: number, bound: number): number | null {
    if (this.big !== null) return null;
    const n = this.d === unit ? this.n : this.n * unit;
    if (!safe(n)) return null;
    const whole = this.d === unit ? n : n / this.d;
    return Number.isInteger(whole) && whole < bound && whole > -bound ? whole : null;
  }

  /** This many ten-to-the-minus-shift as a plain decimal with at most `places` places, rounded, without trailing zeros. */
  text(shift = 0, places = 4): string {
    if (this.big === null && this.d === 1 && shift === 2) return centsText(this.n);
    const scaled = this.times(Exact.of(10 ** (places - shift))).rounded();
    const digits = scaled.big === null ? String(Math.abs(scaled.n)) : String(scaled.big.n < 0n ? -scaled.big.n : scaled.big.n);
    const padded = digits.padStart(places + 1, "0");
    const fraction = padded.slice(-places).replace(/0+$/, "");
    return `${scaled.sign() < 0 ? "-" : ""}${padded.slice(0, -places)}${fraction && `.${fraction}`}`;
  }
}

export const ZERO = Exact.of(0);
export const ONE = Exact.of(1);
export const HUNDRED = Exact.of(100);

/** Magento's first remainder, a millionth of the currency unit, in hundredths of the unit: it lifts the first tie. */
const START = Exact.of(1, 10_000);

/** Rounds amounts in hundredths, handing what a rounding took or gave to the next amount under the same key. */
export class Carries {
  private readonly held = new Map<string, Exact>();

  round(key: string, amount: Exact): Exact {
    if (amount.sign() === 0) return ZERO;
    const carried = amount.plus(this.held.get(key) ?? START);
    const rounded = carried.rounded();
    this.held.set(key, carried.minus(rounded));
    return rounded;
  }

  drop(key: string): void {
    this.held.delete(key);
  }
}
