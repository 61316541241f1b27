import type { FormEvent } from "react";
import { t } from "../../i18n/messages";
import { CameraIcon, CloseIcon, SearchIcon } from "../../ui/icons";

interface Props {
  value: string;
  onChange(text: string): void;
  /** Enter: the text may be a whole SKU or barcode. */
  onEnter(): void;
  onCamera(): void;
}

/** The search field. */
export function SearchBox({ value, onChange, onEnter, onCamera }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onEnter();
  };
  return (
    <form role="search" onSubmit={submit} className="relative">
      <SearchIcon className="pointer-events-none absolute top-3.5 start-4 text-muted" />
      <input
        type="text"
        inputMode="search"
        enterKeyHint="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={t.sell.search}
        aria-label={`${t.sell.search}. ${t.sell.searchHint}`}
        autoComplete="off"
        spellCheck={false}
        aria-keyshortcuts="F2"
        data-testid="search"
        className="h-12 w-full rounded-2xl border border-line bg-surface pe-14 ps-12 text-base shadow-xs"
      />
      {value ? (
        <button
          type="button"
          onClick={() => onChange("")}
          aria-label={t.sell.clear}
          className="absolute top-0.5 end-1 grid size-11 place-items-center rounded-xl text-muted hover:text-ink"
        >
          <CloseIcon />
        </button>
      ) : (
        <button
          type="button"
          onClick={onCamera}
          aria-label={t.sell.camera}
          data-testid="camera-open"
          className="absolute top-0.5 end-1 grid size-11 place-items-center rounded-xl text-muted hover:text-ink"
        >
          <CameraIcon />
        </button>
      )}
    </form>
  );
}
