import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { t } from "../i18n/messages";
import { Button } from "./Button";
import { cx } from "./cx";
import { CloseIcon } from "./icons";

interface Props {
  title: string;
  children: ReactNode;
  onClose(): void;
  wide?: boolean;
  testId?: string;
}

/** A modal dialog; on a phone it fills the screen from below. */
export function Dialog({ title, children, onClose, wide = false, testId }: Props) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay data-noprint className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          data-testid={testId}
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          className={cx(
            "fixed z-50 flex max-h-[94dvh] flex-col overflow-hidden bg-surface shadow-2xl outline-none",
            "inset-x-0 bottom-0 rounded-t-3xl sm:inset-auto sm:top-1/2 sm:left-1/2 sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-3xl",
            wide ? "sm:w-[44rem]" : "sm:w-[28rem]",
          )}
        >
          <header className="flex items-center justify-between gap-4 py-3 pr-3 pl-6">
            <Radix.Title className="text-lg font-semibold tracking-tight">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" size="icon" aria-label={t.close}>
                <CloseIcon />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
