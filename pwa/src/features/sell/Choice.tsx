import { cx } from "../../ui/cx";

interface Props {
  text: string;
  note?: string;
  on: boolean;
  onClick(): void;
  testId?: string;
}

/** Something to choose: pressed when it is chosen. */
export function Choice({ text, note = "", on, onClick, testId }: Props) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      data-testid={testId}
      className={cx(
        "flex min-h-12 items-center gap-2 rounded-xl border px-4 py-2 text-start text-sm font-medium transition-colors",
        on ? "border-accent bg-accent-soft text-accent" : "border-line hover:border-accent",
      )}
    >
      {text}
      {note && <span className="text-xs font-normal whitespace-nowrap text-muted">{note}</span>}
    </button>
  );
}
