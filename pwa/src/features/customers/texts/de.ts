import type { Texts } from "./en";

/** Die Texte über Kunden auf Deutsch. */
export const de: Texts = {
  title: "Kunde",
  search: "Name, E-Mail oder Telefon",
  searchHint: "Der Anfang genügt.",
  recent: "Zuletzt an dieser Kasse",
  none: "Noch kein Kunde hier",
  noneHint: "Suchen Sie einen Kunden oder legen Sie einen neuen an.",
  nothing: (text) => `Niemand gefunden zu „${text}“`,
  nothingHint: "Prüfen Sie die Schreibweise oder legen Sie einen neuen Kunden an.",
  searching: "Suche läuft…",
  offline: "Gefunden werden jetzt nur Kunden, die zuletzt an dieser Kasse waren.",
  attached: "In dieser Bestellung",
  remove: "Aus der Bestellung nehmen",
  fresh: "Neu",
  create: "Neuer Kunde",
  firstName: "Vorname",
  lastName: "Nachname",
  email: "E-Mail-Adresse",
  save: "Anlegen",
  saving: "Wird angelegt…",
  faults: { name: "Geben Sie Vor- und Nachnamen ein.", email: "Geben Sie eine E-Mail-Adresse ein, etwa kim@example.com." },
  known: (name) => `Diese E-Mail-Adresse gehört schon ${name}. Die Bestellung läuft jetzt auf diesen Namen.`,
  later: (name) => `${name} wird zusammen mit dieser Bestellung in Magento angelegt.`,
};
