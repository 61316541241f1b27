import { type ChosenFile, takenTypes } from "./picture";
import { type OptionPrice, type ProductDocument, sellsLinks } from "./product";

/** What was chosen of a product's options, as an order tells it. The value of a picture is its name. */
export interface Choices {
  custom?: { optionId: number; value: string; file?: ChosenFile }[];
  bundle?: { optionId: number; selections: number[]; quantity: string }[];
  links?: number[];
}

type Bundle = NonNullable<ProductDocument["bundle"]>;
type BundleOption = NonNullable<Bundle["options"]>[number];
type CustomOption = NonNullable<ProductDocument["customOptions"]>[number];

/** The selections of a bundle that were chosen, and how many of each are in one bundle; null when it does not have one of them. */
export function bundleParts(bundle: Bundle, chosen: NonNullable<Choices["bundle"]>) {
  const parts = (bundle.options ?? []).flatMap((option) => {
    const choice = chosen.find((c) => c.optionId === option.id);
    const selections = option.selections ?? [];
    return selections
      .filter((selection) => choice?.selections.includes(selection.id))
      .map((selection) => ({ selection, quantity: selection.userQuantity && Number(choice!.quantity) > 0 ? choice!.quantity : selection.quantity }));
  });
  return parts.length === chosen.reduce((sum, choice) => sum + choice.selections.length, 0) ? parts : null;
}

/** What a bundle is sold with when nobody chooses: its defaults, and whatever is required and has no other choice. */
export function defaultBundle(bundle: Bundle): NonNullable<Choices["bundle"]> {
  return (bundle.options ?? []).flatMap((option) => {
    const selections = option.selections ?? [];
    const defaults = selections.filter((s) => s.default);
    const chosen = defaults.length ? defaults : option.required && selections.length === 1 ? selections : [];
    return chosen.length ? [bundleChoice(option, chosen.map((s) => s.id))] : [];
  });
}

/** A choice of a bundle's option, in the quantity that the first selection asks for. */
export function bundleChoice(option: BundleOption, selections: number[], quantity?: string) {
  const first = option.selections?.find((s) => s.id === selections[0]);
  return { optionId: option.id, selections, quantity: quantity ?? first?.quantity ?? "1" };
}

/** Whether so many of a bundle's part can be sold: a whole number, or what the shop gives. */
export function isBundleQuantity(option: BundleOption, { selections, quantity }: NonNullable<Choices["bundle"]>[number]): boolean {
  const asked = option.selections?.filter((s) => s.userQuantity && selections.includes(s.id)) ?? [];
  return asked.every((s) => s.quantity === quantity || /^0*[1-9]\d{0,3}$/.test(quantity));
}

/** True when an option of a bundle takes several selections. */
export function takesSeveral(option: Pick<BundleOption, "type">): boolean {
  return option.type === "checkbox" || option.type === "multi";
}

const listTypes = ["drop_down", "radio", "checkbox", "multiple"];

/** How a customizable option is answered: by choosing one value, several, typing a text, a picture, or not at all at a register. */
export function answerOf(option: Pick<CustomOption, "type" | "fileExtensions">): "one" | "several" | "text" | "date" | "file" | "unsupported" {
  if (option.type === "checkbox" || option.type === "multiple") return "several";
  if (listTypes.includes(option.type)) return "one";
  if (option.type === "field" || option.type === "area") return "text";
  if (option.type === "file" && takenTypes(option).length) return "file";
  return ["date", "date_time", "time"].includes(option.type) ? "date" : "unsupported";
}

/** The charges of the chosen customizable options; null when the product does not have one of them. */
export function customPrices(doc: ProductDocument, chosen: NonNullable<Choices["custom"]>): { price: string; price_type: string }[] | null {
  const prices: (OptionPrice | undefined)[] = [];
  for (const { optionId, value } of chosen) {
    const option = doc.customOptions?.find((o) => o.id === optionId);
    if (!option) return null;
    if (!option.values?.length) {
      if (option.price && value !== "") prices.push(option.price);
      continue;
    }
    for (const id of value.split(",")) prices.push(option.values.find((v) => v.id === Number(id))?.price);
  }
  if (prices.includes(undefined)) return null;
  return prices.map((price) => ({ price: price!.amount, price_type: price!.percent ? "percent" : "fixed" }));
}

/** The prices of the chosen files of a downloadable product; null when it does not have one of them. */
export function linkPrices(doc: ProductDocument, links: readonly number[]): { price: string }[] | null {
  const files = links.map((id) => doc.downloads?.find((file) => file.id === id));
  return files.includes(undefined) ? null : files.map((file) => ({ price: file!.price }));
}

/** The first option that has no answer yet, though one is required, or none that can be sold; null when the choices are complete. */
export function missingChoice(doc: ProductDocument, choices: Choices): string | null {
  const bundle = doc.bundle?.options?.find((o) => {
    const choice = choices.bundle?.find((c) => c.optionId === o.id);
    return choice?.selections.length ? !isBundleQuantity(o, choice) : o.required;
  });
  if (bundle) return bundle.title;
  const parts = doc.bundle && bundleParts(doc.bundle, choices.bundle ?? []);
  if (doc.type === "bundle" && !parts?.length) return doc.bundle?.options?.[0]?.title ?? doc.name;
  const custom = doc.customOptions?.find((o) => o.required && !choices.custom?.some((c) => c.optionId === o.id && c.value !== "" && (o.type !== "file" || c.file)));
  if (custom) return custom.title;
  return sellsLinks(doc) && !choices.links?.length ? doc.name : null;
}

/** What was chosen, for people: "Blue, engraved Kim". titles names the products of a bundle by id; counts are written as in locale. */
export function describeChoices(doc: ProductDocument, choices: Choices, titles: ReadonlyMap<number, string>, locale: string): string {
  const words: string[] = [];
  for (const { selection, quantity } of (doc.bundle && bundleParts(doc.bundle, choices.bundle ?? [])) ?? []) {
    const name = titles.get(selection.productId) ?? selection.sku;
    words.push(Number(quantity) === 1 ? name : `${Number(quantity).toLocaleString(locale, { maximumFractionDigits: 4 })} × ${name}`);
  }
  for (const option of doc.customOptions ?? []) {
    const value = choices.custom?.find((c) => c.optionId === option.id)?.value;
    if (!value) continue;
    const ids = value.split(",").map(Number);
    const titlesOf = option.values?.filter((v) => ids.includes(v.id)).map((v) => v.title);
    words.push(titlesOf?.length ? titlesOf.join(", ") : value);
  }
  for (const download of doc.downloads ?? []) if (choices.links?.includes(download.id)) words.push(download.title);
  return words.join(", ");
}

/** Answers as Magento takes them: dates and times as 2026-11-21 14:30:00. */
export function asMagentoTakes(doc: ProductDocument, choices: Choices): Choices {
  if (!choices.custom) return choices;
  const typeOf = (id: number) => doc.customOptions?.find((option) => option.id === id)?.type;
  return { ...choices, custom: choices.custom.map((answer) => ({ ...answer, value: whenOf(typeOf(answer.optionId), answer.value) })) };
}

function whenOf(type: string | undefined, value: string): string {
  if (type === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return `${value} 00:00:00`;
  if (type === "date_time" && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value)) return `${value.replace("T", " ")}:00`;
  return type === "time" && /^\d\d:\d\d$/.test(value) ? `0000-00-00 ${value}:00` : value;
}
