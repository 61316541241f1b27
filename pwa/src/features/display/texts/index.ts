import { speak } from "../../../i18n/language";
import { en, type Texts } from "./en";

/** The texts of the customer display in the language of this device. */
export const o: Texts = await speak(en, { de: () => import("./de").then((m) => m.de) });
