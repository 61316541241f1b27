import { useMemo } from "react";
import { countries } from "../../domain/countries";
import type { Recipient, recipientFault } from "../../domain/delivery";
import { locale } from "../../i18n/language";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/Select";
import { o } from "./texts";

interface Props {
  to: Recipient;
  /** Those of the country; none where it has none. */
  regions: readonly { code: string; id: number }[];
  fault: ReturnType<typeof recipientFault>;
  onChange(to: Recipient): void;
}

const longest = 255;

/** Who gets a parcel, and where. */
export function RecipientFields({ to, regions, fault, onChange }: Props) {
  const named = useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: "region" });
    return countries.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => a.name.localeCompare(b.name, locale));
  }, []);
  const set = (change: Partial<Recipient>) => onChange({ ...to, ...change });
  const wrong = (what: typeof fault) => (fault === what && what ? o.delivery.faults[what] : "");
  const text = (key: "firstName" | "lastName" | "postcode" | "city" | "telephone", className: string, error = "") => (
    <Field
      className={className}
      label={o.delivery[key]}
      value={to[key]}
      onChange={(event) => set({ [key]: event.target.value })}
      error={error}
      maxLength={key === "telephone" ? 32 : longest}
      type={key === "telephone" ? "tel" : "text"}
      autoComplete="off"
      data-testid={`ship-${key}`}
    />
  );
  const region = (code: string) => set({ regionCode: code || undefined, regionId: regions.find((each) => each.code === code)?.id });
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-6">
      {text("firstName", "sm:col-span-2", wrong("name"))}
      {text("lastName", "sm:col-span-2")}
      {text("telephone", "col-span-2", wrong("telephone"))}
      {[o.delivery.street, o.delivery.addition].map((label, i) => (
        <Field
          key={label}
          className={i === 0 ? "col-span-2 sm:col-span-4" : "col-span-2"}
          label={label}
          value={to.street[i] ?? ""}
          onChange={(event) => set({ street: [0, 1].map((n) => (n === i ? event.target.value : (to.street[n] ?? ""))) })}
          error={i === 0 ? wrong("street") : ""}
          maxLength={longest}
          autoComplete="off"
          data-testid={`ship-street-${i}`}
        />
      ))}
      {text("postcode", "sm:col-span-2")}
      {text("city", "sm:col-span-4", wrong("city"))}
      <Select className={regions.length > 0 ? "sm:col-span-3" : "col-span-2 sm:col-span-6"} label={o.delivery.country} value={to.country} onChange={(event) => set({ country: event.target.value, regionCode: undefined, regionId: undefined })} data-testid="ship-country">
        {named.map(({ code, name }) => (
          <option key={code} value={code}>{name}</option>
        ))}
      </Select>
      {regions.length > 0 && (
        <div className="sm:col-span-3">
          <Select label={o.delivery.region} value={to.regionCode ?? ""} onChange={(event) => region(event.target.value)} aria-invalid={wrong("region") ? true : undefined} data-testid="ship-region">
            <option value="">{o.delivery.noRegion}</option>
            {regions.map(({ code }) => (
              <option key={code} value={code}>{code}</option>
            ))}
          </Select>
          {wrong("region") && <p role="alert" className="mt-1.5 text-sm text-bad">{wrong("region")}</p>}
        </div>
      )}
    </div>
  );
}
