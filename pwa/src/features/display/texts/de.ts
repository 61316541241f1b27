import type { Texts } from "./en";

/** Die Texte der Kundenanzeige auf Deutsch. */
export const de: Texts = {
  welcome: "Herzlich willkommen",
  order: "Ihre Bestellung",
  subtotal: "Zwischensumme",
  tax: (percent) => `Steuer ${percent}`,
  taxInside: (percent) => `Enthält Steuer ${percent}`,
  shipping: "Versand",
  returned: "Zurückgegebene Ware",
  balance: (receipt) => `Rest von ${receipt}`,
  later: "Sie zahlen später",
  paid: "Bezahlt",
  total: "Summe",
  pay: "Bitte zahlen Sie",
  refund: "Sie bekommen zurück",
  change: "Ihr Wechselgeld",
  thanks: "Vielen Dank!",
  full: "Ganzer Bildschirm",
};
