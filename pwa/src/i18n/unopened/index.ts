import { speak } from "../language";
import { en } from "./en";

/** What is said when the browser does not open what is stored, in the language of this device. */
export const unopened = await speak(en, { de: () => import("./de").then((m) => m.de) });
