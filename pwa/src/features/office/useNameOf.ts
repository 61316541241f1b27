import type { SalesRow, SalesBy } from "../../domain/sales";
import { midnight } from "../../domain/sales";
import { locale } from "../../i18n/language";
import { t } from "../../i18n/messages";
import { useOffice } from "./office";
import { o } from "./texts";

/** What people call what a bar stands for. */
export function useNameOf(by: SalesBy): (bar: SalesRow) => string {
  const { registers, people } = useOffice();
  const kinds: Record<string, string> = t.pay.kinds;
  return ({ key, name }) => {
    switch (by) {
      case "DAY":
        return midnight(key)?.toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short" }) ?? key;
      case "HOUR":
        return o.sales.hour(key);
      case "LOCATION":
        return registers.find((register) => register.locationId === key)?.locationName ?? key;
      case "STAFF":
        return people.find((person) => person.id === key)?.name ?? key;
      case "TENDER":
        return kinds[key.toUpperCase()] ?? key;
      case "PRODUCT":
        return name ?? key;
    }
  };
}
