import type { en } from "./en";

/** Warum eine Bestellung zurückgehalten wird und was zu tun ist, auf Deutsch. */
export const de: typeof en = {
  TOTALS_DIFFER: { what: "Magento errechnet eine andere Summe, als der Kunde bezahlt hat.", todo: "Nehmen Sie sie mit Magentos Summe an, übernehmen Sie sie wie berechnet, oder berichtigen Sie Preis oder Regel in Magento und versuchen Sie es noch einmal." },
  PRODUCT_GONE: { what: "Ein Produkt dieser Bestellung gibt es in Magento nicht mehr.", todo: "Stellen Sie das Produkt wieder her oder legen Sie eines mit derselben SKU an, dann versuchen Sie es noch einmal." },
  OUT_OF_STOCK: { what: "Magento hat zu wenig Bestand für diese Bestellung.", todo: "Berichtigen Sie die Menge der Quelle in Magento und versuchen Sie es noch einmal. Wie berechnet übernommen entfällt die Prüfung." },
  METHOD_MISSING: { what: "Magento bietet die Zahlungs- oder Versandart nicht an, die für diesen Standort eingestellt ist.", todo: "Schalten Sie die Art in Magento ein und versuchen Sie es noch einmal. Alle Bestellungen des Standorts warten darauf." },
  REFUSED_BY_MAGENTO: { what: "Magento hat die Bestellung verstanden und abgelehnt.", todo: "Beheben Sie die Ursache, die Magento unten nennt, und versuchen Sie es noch einmal." },
  ORDER_MISSING: { what: "Magento hatte diese Bestellung bestätigt und kennt sie nicht mehr.", todo: "Klären Sie zuerst, ob Magento aus einer Sicherung wiederhergestellt wurde: Dann sind mehr Bestellungen betroffen. Stornieren Sie sie nicht, das Geld ist eingenommen." },
  TOO_MANY_ATTEMPTS: { what: "Ein Schritt ist immer wieder gescheitert, während andere Bestellungen durchkamen.", todo: "Suchen Sie die Ursache unten und in Magentos Protokollen, beheben Sie sie und versuchen Sie es noch einmal." },
  NUMBER_TAKEN: { what: "Magento hat unter dieser Belegnummer eine andere Bestellung.", todo: "Vergleichen Sie beide. Sind es verschiedene Verkäufe, lassen Sie sie von Magento berechnen: Dann bekommt sie eine eigene Nummer." },
  NO_RESERVATION: { what: "Die Bestellung ist in Magento, aber ihr Bestand kann dort nicht reserviert werden; sie wird nicht versandt.", todo: "Geben Sie dem Gateway ein Konto für Reservierungen und versuchen Sie es noch einmal." },
  CUSTOMER_REFUSED: { what: "Magento nimmt den neuen Kunden dieser Bestellung nicht an.", todo: "Berichtigen Sie E-Mail-Adresse oder Namen." },
  CUSTOMER_CART_IN_USE: { what: "Der Kunde hat im Webshop einen eigenen Warenkorb, der nicht mit diesem Verkauf vermischt werden darf.", todo: "Übernehmen Sie sie wie berechnet, oder warten Sie, bis der Kunde seinen Warenkorb bestellt oder geleert hat, und versuchen Sie es noch einmal." },
  COUPON_REFUSED: { what: "Magento nimmt den Gutschein dieser Bestellung nicht mehr an.", todo: "Übernehmen Sie sie wie berechnet, oder erhöhen Sie die Grenze des Gutscheins in Magento und versuchen Sie es noch einmal." },
  OVER_RETURNED: { what: "Es kam mehr zurück, als mit diesem Beleg verkauft wurde.", todo: "Vergleichen Sie die Belege. Wenn Sie sie so annehmen, werden in Magento so viele Stück erstattet, wie noch übrig sind." },
  RETURN_REFUSED: { what: "Magento hat für diese Rückgabe keine Gutschrift erstellt.", todo: "Wurde das Geld in Magento von Hand erstattet, nehmen Sie sie so an, mit einer Notiz, wie. Sonst beheben Sie die Ursache unten und versuchen es noch einmal." },
  RESTOCK_UNCLEAR: { what: "Es ist nicht sicher, ob die zurückgegebene Ware dem Bestand zugebucht wurde.", todo: "Sehen Sie sich den Bestand in Magento an. Ist sie mitgezählt, nehmen Sie sie so an; wenn nicht, versuchen Sie es noch einmal." },
  OVERPAID: { what: "Für eine frühere Bestellung wurde mehr bezahlt, als offen war.", todo: "Zahlen Sie die Differenz zurück und nehmen Sie sie so an, mit einer Notiz, wie." },
  CANCEL_REFUSED: { what: "Magento kann diese Bestellung nicht mehr stornieren.", todo: "Ein neuer Versuch lässt den Wunsch fallen. Nehmen Sie die Ware danach als Rückgabe an." },
  GATEWAY_FAULT: { what: "Diese Bestellung hat einen Fehler des Gateways zutage gebracht.", todo: "Melden Sie ihn mit den Angaben unten denen, die das Gateway betreuen. Versuchen Sie es nach einer Aktualisierung noch einmal." },
};
