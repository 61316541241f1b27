import { Select } from "../../ui/Select";
import { useOffice } from "./office";
import { o } from "./texts";

/** Chooses a location, or all when value is empty. */
export function LocationSelect({ value, className, onChange }: { value: string; className?: string; onChange(location: string): void }) {
  const { registers } = useOffice();
  const names = new Map(registers.map((register) => [register.locationId, register.locationName]));
  return (
    <Select className={className} label={o.location} value={value} onChange={(event) => onChange(event.target.value)} data-testid="office-location">
      <option value="">{o.allLocations}</option>
      {[...names].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
