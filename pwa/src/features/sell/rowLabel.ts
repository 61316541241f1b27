import { STAFF_LABEL } from "../../domain/totals/staff";
import { t } from "../../i18n/messages";

/** The label of a discount as people read it: the engine, and the orders that are stored, name staff's in English. */
export function rowLabel(label: string): string {
  return label.replace(STAFF_LABEL, t.discount.staff);
}
