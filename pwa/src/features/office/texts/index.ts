import { speak } from "../../../i18n/language";
import { type Texts, en } from "./en";

/** The texts of the head office pages, in the language of this device. */
export const o: Texts = await speak(en, { de: () => import("./de").then((m) => m.de) });
