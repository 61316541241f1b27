import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { initials } from "../../domain/product";
import { type Language, language, languages } from "../../i18n/language";
import type { Staff } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { setSession } from "../../store/device";
import { useDatabase } from "../../store/live";
import type { Session } from "../../store/records";
import { useServices } from "../../store/services";
import { type Theme, setTheme, theme } from "../../ui/theme";
import { SwitchDialog } from "./SwitchDialog";
import { HardwareDialog } from "./HardwareDialog";
import { speakFromNow } from "../../ui/LanguageChoice";
import { CheckIcon, LockIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";

const entry =
  "flex h-11 cursor-pointer items-center gap-3 rounded-xl px-3 text-sm outline-none data-[highlighted]:bg-sunken";

/** A second window for the customer's screen; opening it again finds the one that is there. */
function openDisplay(): void {
  if (!window.open("/#display", "tillway-display", "popup,width=1024,height=768")) notify(t.menu.displayBlocked, "bad");
}

/** Who is signed in, and what concerns them alone: lock, appearance. */
export function StaffMenu({ session, staff }: { session: Session; staff: readonly Staff[] }) {
  const db = useDatabase();
  const services = useServices();
  const others = staff.filter((person) => person.id !== session.staff.id).slice(0, 6);
  const [chosen, setChosen] = useState<Theme>(theme);
  const choose = (next: string) => {
    setTheme(next as Theme);
    setChosen(next as Theme);
  };
  const [next, setNext] = useState<Staff | null>(null);
  const [hardware, setHardware] = useState(false);
  return (
    <>
    {next && <SwitchDialog to={next} onClose={() => setNext(null)} />}
    {hardware && <HardwareDialog onClose={() => setHardware(false)} />}
    <DropdownMenu.Root modal={false}>
      {/* Where there is no room the name gives way, before the time of the stock does. */}
      <DropdownMenu.Trigger
        data-testid="staff-menu"
        className="flex h-11 min-w-11 shrink-[9999] md:min-w-16 items-center gap-2.5 rounded-xl px-1 hover:bg-sunken md:pe-3"
      >
        <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
          {initials(session.staff.name)}
        </span>
        <span className="sr-only max-w-32 text-sm font-medium md:not-sr-only md:truncate">{session.staff.name}</span>
        <span className="sr-only">{t.menu.label}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} className="z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] w-60 overflow-y-auto rounded-2xl border border-line bg-surface p-1.5 shadow-xl">
          <DropdownMenu.Item className={entry} onSelect={() => void setSession(db, undefined)} data-testid="lock">
            <LockIcon /> {t.menu.lock}
          </DropdownMenu.Item>
          {others.map((person) => (
            <DropdownMenu.Item key={person.id} className={entry} onSelect={() => setNext(person)} data-testid={`switch-${person.id}`}>
              <span className="size-5" /> <span className="truncate">{t.menu.switchTo(person.name)}</span>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className={entry} onSelect={() => services.refreshCatalog()}>
            <span className="size-5" /> {t.menu.refresh}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={entry} onSelect={() => setHardware(true)} data-testid="hardware-open">
            <span className="size-5" /> {t.hardware.title}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={entry} onSelect={openDisplay} data-testid="display-open">
            <span className="size-5" /> {t.menu.display}
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.Label className="px-3 pt-1 pb-1 text-xs text-muted">{t.menu.theme}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={chosen} onValueChange={choose}>
            {(["system", "light", "dark"] as const).map((value) => (
              <DropdownMenu.RadioItem key={value} value={value} className={entry} data-testid={`theme-${value}`}>
                <span className="size-5">
                  <DropdownMenu.ItemIndicator>
                    <CheckIcon />
                  </DropdownMenu.ItemIndicator>
                </span>
                {t.menu[value]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.Label className="px-3 pt-1 pb-1 text-xs text-muted">{t.language}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={language} onValueChange={(next) => speakFromNow(next as Language)}>
            {Object.entries(languages).map(([value, name]) => (
              <DropdownMenu.RadioItem key={value} value={value} lang={value} className={entry} data-testid={`language-${value}`}>
                <span className="size-5">
                  <DropdownMenu.ItemIndicator>
                    <CheckIcon />
                  </DropdownMenu.ItemIndicator>
                </span>
                {name}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
    </>
  );
}
