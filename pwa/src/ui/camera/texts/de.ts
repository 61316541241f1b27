import type { Texts } from "./en";

/** Die Texte der Kamera auf Deutsch. */
export const de: Texts = {
  title: "Mit der Kamera scannen",
  hint: "Halten Sie den Code in den Rahmen.",
  starting: "Die Kamera startet. Vielleicht fragt der Browser, ob er sie nutzen darf.",
  preview: "Was die Kamera sieht",
  faults: {
    refused: { title: "Die Kamera ist nicht erlaubt", hint: "Erlauben Sie sie in den Einstellungen des Browsers für diese Seite (Schloss oder Kamera neben der Adresse) und öffnen Sie dies erneut." },
    missing: { title: "Es gibt keine Kamera", hint: "Schließen Sie eine an oder nehmen Sie einen Scanner." },
    insecure: { title: "Hier ohne Kamera", hint: "Browser geben Kameras nur an Seiten, die mit https geöffnet sind. Fragen Sie, wer diese Kasse eingerichtet hat." },
    failed: { title: "Die Kamera arbeitet nicht", hint: "Vielleicht nutzt sie ein anderes Programm. Schließen Sie es und öffnen Sie dies erneut." },
  },
};
