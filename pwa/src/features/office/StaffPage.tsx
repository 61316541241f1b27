import { t } from "../../i18n/messages";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { Empty } from "../../ui/Empty";
import { LockIcon } from "../../ui/icons";
import type { OfficeStaff } from "../../domain/office";
import { Answered } from "./Answered";
import { Card } from "./Card";
import { useAnswer, useOffice } from "./office";
import { o } from "./texts";

/** Who works where, and what they may do. */
export function StaffPage() {
  const answer = useAnswer((office) => office.staff(), "staff");
  return (
    <Answered answer={answer}>
      {(people) =>
        people.length === 0 ? (
          <Empty icon={<LockIcon className="size-7" />} title={o.staff.none} />
        ) : (
          <div className="grid grid-cols-1 gap-4">
            {[...new Set(people.map((person) => person.locationId))].map((location) => (
              <Location key={location} id={location} people={people.filter((person) => person.locationId === location)} />
            ))}
            <p className="text-sm text-muted">{o.staff.file}</p>
          </div>
        )
      }
    </Answered>
  );
}

function Location({ id, people }: { id: string; people: OfficeStaff[] }) {
  const { registers } = useOffice();
  const name = registers.find((register) => register.locationId === id)?.locationName ?? id;
  return (
    <Card title={name}>
      <ul className="divide-y divide-line">
        {people.map((person) => (
          <li key={person.id} className="flex gap-4 py-3" data-testid={`office-staff-${person.id}`}>
            <Avatar name={person.name} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {person.name} <span className="text-sm font-normal text-muted">{person.id}</span>
                <Badge tone={person.role === "MANAGER" ? "accent" : "neutral"}>{t.signIn.role[person.role]}</Badge>
              </p>
              <p className="mt-1 text-sm text-muted">
                {person.permissions.length === 0
                  ? o.staff.nothing
                  : `${o.staff.beside} ${person.permissions.map((each) => t.permissions[each] ?? each).join(", ")}.`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
