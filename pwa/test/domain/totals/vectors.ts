import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Basket, Snapshot } from "../../../src/domain/totals/input";

/** The golden carts that both engines share, kept with the Go engine. */
const testdata = new URL("../../../../gateway/pos/totals/testdata/", import.meta.url);

export interface ExpectedLine {
  sku: string;
  children?: ExpectedLine[];
  applied_rule_ids: number[];
  [figure: string]: unknown;
}

export interface Vector extends Basket {
  id: string;
  tags: string[];
  config_name: string;
  coupon_rejected: boolean;
  rules: number[];
  expect: {
    items: ExpectedLine[];
    applied_taxes: { rate: string; percent: number; amount: number; rates?: { code: string; percent: number }[] }[];
    discounts?: { label: string; amount: number; applied_to: string }[];
    [figure: string]: unknown;
  };
}

export function loadSnapshot(): Snapshot {
  const { rules } = JSON.parse(readFileSync(new URL("rules.json", testdata), "utf8")) as { rules: Snapshot["rules"] };
  const tax = JSON.parse(readFileSync(new URL("tax.json", testdata), "utf8")) as Snapshot["tax"];
  return { rules, tax };
}

export function loadVectors(): Vector[] {
  const text = gunzipSync(readFileSync(new URL("vectors.jsonl.gz", testdata))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Vector);
}
