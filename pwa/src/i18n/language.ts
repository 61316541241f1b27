/** The languages that every text exists in, by the first part of their BCP 47 tags, with the names they give themselves. */
export const languages = { en: "English", de: "Deutsch" } as const;

/** A language, as the first part of a BCP 47 tag. */
export type Language = keyof typeof languages;

const key = "tillway-language";
const wanted = [globalThis.localStorage?.getItem(key), ...(globalThis.navigator?.languages ?? [])];
const spoken = (tag: string | null | undefined) => (Object.keys(languages) as Language[]).find((each) => each === tag?.slice(0, 2).toLowerCase());

/** The language that was chosen on this device, or else the first that its browser asks for and there is. */
export const language: Language = wanted.map(spoken).find((found) => found !== undefined) ?? "en";

const plain: Record<Language, string> = { en: "en-US", de: "de-DE" };
/** The language as it is spoken where the browser's user lives: what dates and counts are written by. */
export const locale = wanted.find((tag) => tag && tag.length > 2 && spoken(tag) === language) ?? plain[language];

const toTheLeft: readonly string[] = ["ar", "fa", "he", "ur"];
/** Which way lines of a language are written: pages are laid out by it. */
export const directionOf = (of: string): "ltr" | "rtl" => (toTheLeft.includes(of) ? "rtl" : "ltr");

/** What amounts of a store view are written by: the view's own way where that is in the language of this device. */
export function localeOf(view: string | undefined): string {
  const tag = view?.replace("_", "-");
  return tag && spoken(tag) === language ? tag : locale;
}

/** Chooses the language of this device. It holds from the next load of the page. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(key, next);
}

/**
 * Texts in the language of this device. Those of other languages are fetched only when they are spoken; English stands in for what
 * cannot be fetched.
 */
export async function speak<T>(en: T, others: Record<Exclude<Language, "en">, () => Promise<T>>): Promise<T> {
  return language === "en" ? en : others[language]().catch(() => en);
}
