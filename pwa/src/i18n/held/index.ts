import { speak } from "../language";
import { en } from "./en";

/** Why an order is held and what to do, in the language of this device. Of reasons that are newer than this page it knows nothing. */
export const held = await speak(en, { de: () => import("./de").then((m) => m.de) });
