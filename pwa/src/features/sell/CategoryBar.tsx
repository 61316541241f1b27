import { memo } from "react";
import type { CategoryDocument } from "../../domain/product";
import { t } from "../../i18n/messages";
import { favourites } from "../../store/favourites";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { cx } from "../../ui/cx";

/** A category, all of them (null), or what this device has at hand. */
export type Shelf = number | null | "favourites";

interface Props {
  chosen: Shelf;
  version: string;
  onChoose(shelf: Shelf): void;
}

/** Categories to choose from: the first level, and below it the children on the way to the chosen one. */
export const CategoryBar = memo(function CategoryBar({ chosen, version, onChoose }: Props) {
  const services = useServices();
  const all = useLive(() => services.categories(), [], version) ?? [];
  const starred = useLive(favourites, ["favourites"]) ?? [];
  // Their place is kept, so that nothing moves when they come.
  if (all.length === 0 && starred.length === 0) return <div className="h-11" />;
  const current = all.find((c) => c.id === chosen);
  const path = current?.path.split("/").map(Number) ?? [];
  const ids = new Set(all.map((c) => c.id));
  const top = all.filter((c) => !ids.has(c.parentId));
  const rows = top.length ? [top] : [];
  for (const id of path) {
    const children = all.filter((c) => c.parentId === id && ids.has(id));
    if (children.length) rows.push(children);
  }
  return (
    <nav aria-label={t.sell.categories} className="flex flex-col gap-2">
      {(rows.length ? rows.slice(0, 3) : [[]]).map((row, level) => (
        <div key={row[0]?.id ?? 0} className="flex gap-2 overflow-x-auto p-1 -m-1 [scrollbar-width:none]">
          {level === 0 && <Chip text={t.sell.all} on={chosen === null} onClick={() => onChoose(null)} />}
          {level === 0 && starred.length > 0 && (
            <Chip text={t.sell.favourites} on={chosen === "favourites"} testId="category-favourites" onClick={() => onChoose(chosen === "favourites" ? null : "favourites")} />
          )}
          {row.map((category) => (
            <CategoryChip key={category.id} category={category} path={path} level={level} onChoose={onChoose} />
          ))}
        </div>
      ))}
    </nav>
  );
});

interface ChipProps {
  category: CategoryDocument;
  path: number[];
  level: number;
  onChoose(shelf: Shelf): void;
}

function CategoryChip({ category, path, level, onChoose }: ChipProps) {
  const on = path.includes(category.id);
  const leaf = path.at(-1) === category.id;
  return (
    <Chip
      text={category.name}
      on={on}
      quiet={level > 0}
      testId={`category-${category.id}`}
      onClick={() => onChoose(leaf ? (level === 0 ? null : category.parentId) : category.id)}
    />
  );
}

function Chip({ text, on, quiet = false, testId, onClick }: { text: string; on: boolean; quiet?: boolean; testId?: string; onClick(): void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-pressed={on}
      data-testid={testId}
      className={cx(
        "h-11 shrink-0 rounded-full border px-4 text-sm font-medium transition-colors",
        on && !quiet && "border-accent bg-accent text-on-accent",
        on && quiet && "border-accent bg-accent-soft text-accent",
        !on && "border-line bg-surface text-ink hover:bg-sunken",
      )}
    >
      {text}
    </button>
  );
}
