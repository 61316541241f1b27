/** The languages that every text exists in. */
export const languages = ["en"] as const;

/** A language, as the first part of a BCP 47 tag. */
export type Language = (typeof languages)[number];

const key = "tillway-language";

/** The language that was chosen on this device, or else the first that its browser asks for and there is. */
export const language: Language = (() => {
  const wanted = [globalThis.localStorage?.getItem(key), ...(globalThis.navigator?.languages ?? [])];
  for (const tag of wanted) {
    const found = languages.find((each) => each === tag?.slice(0, 2).toLowerCase());
    if (found) return found;
  }
  return "en";
})();

/** Chooses the language of this device; it holds from the next load of the page. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(key, next);
}

/** Texts in the language of this device. Those of other languages are fetched only when they are spoken. */
export async function speak<T>(en: T, others: Partial<Record<Language, () => Promise<T>>>): Promise<T> {
  return (await others[language]?.()) ?? en;
}
