import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { t } from "../i18n/messages";
import { Button } from "./Button";
import { cx } from "./cx";
import { takeFront } from "./front";
import { CloseIcon } from "./icons";
import { Notices } from "./notices";

interface Props {
  title: string;
  children: ReactNode;
  onClose(): void;
  wide?: boolean;
  testId?: string;
}

/**
 * A modal dialog; on a phone it fills the screen from below. The browser's own: it keeps the focus inside, gives it back afterwards,
 * and lets nothing behind it be touched. One that opens later is in front.
 */
export function Dialog({ title, children, onClose, wide = false, testId }: Props) {
  const id = useId();
  const cancel = (event: SyntheticEvent<HTMLDialogElement>) => {
    // A file field's own cancel passes here too.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    onClose();
  };
  return createPortal(
    <dialog
      aria-labelledby={id}
      onCancel={cancel}
      className="fixed inset-0 flex size-full max-h-none max-w-none items-end justify-center bg-transparent text-ink outline-none backdrop:bg-black/50 sm:items-center"
    >
      <Show />
      <div
        data-testid={testId}
        className={cx("flex max-h-[94dvh] w-full flex-col overflow-hidden rounded-t-3xl bg-surface shadow-2xl sm:rounded-3xl", wide ? "sm:w-[44rem]" : "sm:w-[28rem]")}
      >
        <header className="flex items-center justify-between gap-4 py-3 pe-3 ps-6">
          <h2 id={id} className="text-lg font-semibold tracking-tight">{title}</h2>
          <Button look="quiet" size="icon" aria-label={t.close} onClick={onClose}>
            <CloseIcon />
          </Button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6">{children}</div>
      </div>
      <Notices />
    </dialog>,
    document.body,
  );
}

/** Opens the dialog that it is the first thing in, before what comes after it asks for the focus: a closed one gives it to nobody. */
function Show() {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const dialog = place.current!.closest("dialog")!;
    dialog.showModal();
    const leave = takeFront();
    return () => {
      leave();
      dialog.close();
      // What had the focus before may be gone, such as Pay of an order that is paid.
      const now = document.activeElement;
      if (now === document.body || dialog.contains(now)) document.querySelector<HTMLElement>("main[tabindex]")?.focus();
    };
  }, []);
  return <span ref={place} hidden />;
}
