import { type FormEvent, useState } from "react";
import { isPattern } from "../../domain/barcode";
import { baudRates, drawerBytes, paperBytes, paperWidths } from "../../domain/escpos";
import { plainScanner } from "../../domain/scan";
import { t } from "../../i18n/messages";
import { useDatabase, useLive } from "../../store/live";
import { type Hardware, type PrinterSettings, plainPrinter } from "../../store/records";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { PrinterFault, choosePrinter, sendToPrinter } from "../../ui/printer";
import { usePending } from "../../ui/usePending";

/** Sets up what is plugged into this device: the scanner and the receipt printer. */
export function HardwareDialog({ onClose }: { onClose(): void }) {
  const stored = useLive(async (db) => (await db.setting("hardware")) ?? { scanner: plainScanner, printer: plainPrinter }, []);
  return (
    <Dialog title={t.hardware.title} onClose={onClose} testId="hardware">
      {stored && <HardwareForm stored={stored} onClose={onClose} />}
    </Dialog>
  );
}

function HardwareForm({ stored, onClose }: { stored: Hardware; onClose(): void }) {
  const db = useDatabase();
  const [scanner, setScanner] = useState({ ...stored.scanner, maxGap: String(stored.scanner.maxGap), patterns: stored.scanner.patterns.join(", ") });
  const [printer, setPrinter] = useState(stored.printer);
  const patterns = scanner.patterns.split(/[\s,]+/).filter(Boolean);
  const maxGap = Number(scanner.maxGap);
  const gapFault = maxGap >= 10 && maxGap <= 500 ? "" : t.hardware.gapFault;
  const wrong = patterns.find((pattern) => !isPattern(pattern));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (gapFault || wrong !== undefined) return;
    void db.setSetting("hardware", { scanner: { ...scanner, maxGap, patterns }, printer }).then(onClose);
  };
  return (
    <form onSubmit={save} className="grid gap-4">
      <h3 className="font-semibold">{t.hardware.scanner}</h3>
      <div className="grid grid-cols-3 gap-3">
        <Field label={t.hardware.prefix} value={scanner.prefix} onChange={(event) => setScanner({ ...scanner, prefix: event.target.value.slice(0, 8) })} autoComplete="off" data-testid="scanner-prefix" />
        <Field label={t.hardware.suffix} value={scanner.suffix} onChange={(event) => setScanner({ ...scanner, suffix: event.target.value.slice(0, 8) })} autoComplete="off" data-testid="scanner-suffix" />
        <Field label={t.hardware.gap} value={scanner.maxGap} error={gapFault} onChange={(event) => setScanner({ ...scanner, maxGap: event.target.value.replace(/\D/g, "").slice(0, 3) })} inputMode="numeric" data-testid="scanner-gap" />
      </div>
      <Check text={t.hardware.noEnd} on={scanner.noEnd ?? false} onChange={(noEnd) => setScanner({ ...scanner, noEnd })} />
      {scanner.noEnd && <p className="text-sm text-muted">{t.hardware.noEndHint}</p>}
      <Field label={t.hardware.patterns} hint={t.hardware.patternsHint} error={wrong === undefined ? "" : t.hardware.patternFault(wrong)} value={scanner.patterns} onChange={(event) => setScanner({ ...scanner, patterns: event.target.value.toUpperCase().slice(0, 200) })} autoComplete="off" data-testid="scanner-patterns" />
      <PrinterFields printer={printer} onChange={setPrinter} />
      <Button type="submit" look="primary" size="large" data-testid="hardware-save">
        {t.hardware.save}
      </Button>
    </form>
  );
}

function PrinterFields({ printer, onChange }: { printer: PrinterSettings; onChange(printer: PrinterSettings): void }) {
  const { error, run } = usePending();
  const attempt = (work: () => Promise<void>) =>
    void run(() =>
      work().catch((cause: unknown) => {
        throw new Error(t.printer.faults[cause instanceof PrinterFault ? cause.why : "failed"], { cause });
      }),
    );
  const choose = (kind: PrinterSettings["kind"]) => {
    if (kind === "browser") onChange({ ...printer, kind });
    else attempt(() => choosePrinter(kind).then(() => onChange({ ...printer, kind })));
  };
  const { kind, baudRate } = printer;
  const test = () => attempt(() => (kind === "browser" ? Promise.resolve(window.print()) : sendToPrinter({ kind, baudRate }, paperBytes([{ kind: "text", text: t.hardware.testText, align: "center" }, { kind: "rule" }], printer.columns))));
  const open = () => kind !== "browser" && attempt(() => sendToPrinter({ kind, baudRate }, drawerBytes()));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-3 font-semibold">{t.hardware.printer}</legend>
      <div className="flex flex-wrap gap-2">
        {(["browser", "usb", "serial", "network"] as const).map((each) => (
          <Button key={each} aria-pressed={kind === each} look={kind === each ? "chosen" : "plain"} onClick={() => choose(each)} data-testid={`printer-${each}`}>
            {t.hardware.kinds[each]}
          </Button>
        ))}
      </div>
      {error && <p role="alert" className="text-sm text-bad" data-testid="printer-fault">{error}</p>}
      {kind === "network" && <p className="text-sm text-muted">{t.hardware.relayHint}</p>}
      {kind === "serial" && (
        <OneOf label={t.hardware.speed} all={baudRates} chosen={baudRate ?? baudRates[0]} text={t.hardware.baud} onChoose={(rate) => onChange({ ...printer, baudRate: rate })} />
      )}
      {kind !== "browser" && (
        <>
          <OneOf label={t.hardware.columns} all={paperWidths} chosen={printer.columns} text={t.hardware.width} onChoose={(columns) => onChange({ ...printer, columns })} />
          <Check text={t.hardware.automatic} on={printer.automatic} onChange={(automatic) => onChange({ ...printer, automatic })} />
          <Check text={t.hardware.drawer} on={printer.drawer} onChange={(drawer) => onChange({ ...printer, drawer })} />
          <div className="flex gap-2">
            <Button onClick={test}>{t.hardware.test}</Button>
            <Button onClick={open}>{t.hardware.openDrawer}</Button>
          </div>
        </>
      )}
    </fieldset>
  );
}

interface OneOfProps<N> {
  label: string;
  all: readonly N[];
  chosen: N;
  text(n: number): string;
  onChoose(n: N): void;
}

function OneOf<N extends number>({ label, all, chosen, text, onChoose }: OneOfProps<N>) {
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={label}>
      {all.map((each) => (
        <Button key={each} aria-pressed={chosen === each} look={chosen === each ? "chosen" : "plain"} onClick={() => onChoose(each)}>
          {text(each)}
        </Button>
      ))}
    </div>
  );
}

function Check({ text, on, onChange }: { text: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label className="flex min-h-11 items-center gap-3 text-sm font-medium">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} className="size-5 accent-accent" />
      {text}
    </label>
  );
}
