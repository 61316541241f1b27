import { speak } from "../../../i18n/language";
import { en, type Texts } from "./en";

/** The texts about this device in its language. */
export const o: Texts = await speak(en, { de: () => import("./de").then((m) => m.de) });
