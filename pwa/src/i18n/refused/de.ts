import type { Texts } from "./en";

/** Warum das Rechenwerk eine Bestellung nicht berechnet, auf Deutsch. */
export const de: Texts = {
  line: (n) => `Position ${n}`,
  part: (sku) => `Teil ${sku}`,
  reasons: {
    "more than … lines": (n) => `es sind mehr als ${n} Positionen`,
    "no date": () => "der Tag ist nicht bekannt",
    "product type …": (type) => `die Kasse verkauft keine Produkte vom Typ ${type}`,
    "quantity not above zero": () => "die Menge ist nicht größer als null",
    "price below zero": () => "der Preis liegt unter null",
    "fixed product tax": () => "darauf liegt eine feste Produktsteuer, die nur Magento berechnet",
    "a bundle without parts, or with too many": () => "das Paket hat keine oder zu viele Teile",
    "changing the price of a bundle whose parts are priced": () => "der Preis eines Pakets, dessen Teile eigene Preise haben, lässt sich nicht ändern",
    "staff discount below zero, or above 100 percent": () => "der Rabatt liegt unter null oder über 100 Prozent",
    "cash rounding below zero": () => "die eingestellte kleinste Münze liegt unter null",
    "cash rounding finer than any coin": () => "die eingestellte kleinste Münze ist feiner als jede Münze",
    "shipping price below zero": () => "der Preis des Versands liegt unter null",
    "the price of shipping method …": (method) => `den Preis der Versandart ${method} kennt nur Magento`,
    "tax algorithm …": (name) => `Magento ist so eingestellt, dass es Steuern auf eine Art berechnet, die die Kasse nicht kennt (${name})`,
    "carriers/flatrate/price": () => "der in Magento eingestellte Festpreis des Versands ist keine Zahl",
    "carriers/flatrate/handling_fee": () => "die in Magento eingestellte Bearbeitungsgebühr des Versands ist keine Zahl",
    "a total beyond any till": () => "die Summe ist größer, als eine Kasse annimmt",
  },
};
