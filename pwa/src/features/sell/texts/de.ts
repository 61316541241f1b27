import type { Texts } from "./en";

/** Die Texte auf Deutsch zu dem, was beim Verkaufen später geladen wird. */
export const de: Texts = {
  email: {
    address: "Beleg senden an",
    send: "Senden",
    fault: "Geben Sie eine E-Mail-Adresse ein, etwa kim@example.com.",
    full: "Auf diesem Gerät warten schon zu viele Belege. Drucken Sie diesen aus.",
    sending: (email) => `Der Beleg ist unterwegs an ${email}.`,
    offline: (email) => `Das Gateway ist gerade nicht erreichbar. Der Beleg geht an ${email}, sobald die Bestellung angekommen ist.`,
    later: (fault) => `Noch nicht gesendet, wird wieder versucht: ${fault}`,
    done: (email) => `Der Beleg geht an ${email}.`,
    change: "Nicht senden",
  },
};
