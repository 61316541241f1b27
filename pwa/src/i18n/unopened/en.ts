/** The texts in English for when the browser does not open what is stored. */
export const en = {
  newer: "A newer version of the register was used on this device, and this one cannot read what it stored. Nothing is lost. Tell head office that the gateway must be updated, then reload this page.",
  other: "The browser does not open what is stored on this device. Nothing was deleted. Reload this page; if that does not help, restart the device and tell head office.",
  reload: "Reload",
};

/** The shape of a language. */
export type Texts = typeof en;
