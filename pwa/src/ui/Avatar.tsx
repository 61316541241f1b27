import { initials } from "../domain/product";

/** A person's initials in a circle. */
export function Avatar({ name }: { name: string }) {
  return (
    <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
      {initials(name)}
    </span>
  );
}
