import type { Texts } from "./en";

/** Die Texte auf Deutsch dafür, dass der Browser nicht öffnet, was gespeichert ist. */
export const de: Texts = {
  newer: "An diesem Gerät lief schon eine neuere Version der Kasse, und diese hier kann nicht lesen, was sie gespeichert hat. Nichts ist verloren. Sagen Sie der Zentrale, dass das Gateway aktualisiert werden muss, und laden Sie dann diese Seite neu.",
  other: "Der Browser öffnet nicht, was auf diesem Gerät gespeichert ist. Nichts wurde gelöscht. Laden Sie diese Seite neu; hilft das nicht, starten Sie das Gerät neu und sagen Sie der Zentrale Bescheid.",
  reload: "Neu laden",
};
