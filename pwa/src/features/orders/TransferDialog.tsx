import { useState } from "react";
import { pictureBytes } from "../../domain/picture";
import type { Transfer, TransferFault } from "../../domain/transfer";
import { MAX_TRANSFER_BYTES, readTransfer, writeTransfer } from "../../domain/transfer";
import { useDatabase, useLive } from "../../store/live";
import { codesOf, takeOver, unsentOrders } from "../../store/transfer";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import { saveFile } from "../../ui/saveFile";
import { usePending } from "../../ui/usePending";
import { CodesView } from "./CodesView";
import { ScanCodesDialog } from "./ScanCodesDialog";
import { o } from "./texts";

/** Moves orders that cannot be sent from one device of a register to another: in a file, or before a camera. */
export function TransferDialog({ registerId, onClose }: { registerId: string; onClose(): void }) {
  const db = useDatabase();
  const all = useLive(unsentOrders, ["orders", "outbox"]);
  const unsent = all?.filter((order) => order.registerId === registerId);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [scanning, setScanning] = useState(false);
  const { pending, error, run } = usePending();
  const transfer = (): Transfer => ({ registerId, orders: unsent ?? [] });
  const take = async (read: Transfer | TransferFault) => {
    if (typeof read === "string") throw new Error(o.faults[read]);
    if (read.registerId !== registerId) throw new Error(o.faults.register(read.registerId));
    const { added } = await takeOver(db, read);
    notify(added > 0 ? o.done(added) : o.known);
    onClose();
  };
  const open = (file: File | undefined) =>
    void run(async () => {
      if (!file) return;
      if (file.size > MAX_TRANSFER_BYTES) throw new Error(o.faults.large);
      await take(readTransfer(await file.text()));
    });
  const show = () =>
    void run(async () => {
      const made = await codesOf(transfer());
      const pictured = unsent?.filter(({ input }) => pictureBytes(input.lines) > 0).map((order) => order.receiptNumber) ?? [];
      if (!made) throw new Error(pictured.length ? o.pictures(pictured.join(", ")) : o.tooMany);
      setCodes(made);
    });
  if (scanning) return <ScanCodesDialog onRead={take} onClose={() => setScanning(false)} />;
  if (codes) {
    return (
      <Dialog title={o.codes} onClose={() => setCodes(null)} testId="transfer-codes">
        <CodesView codes={codes} />
      </Dialog>
    );
  }
  return (
    <Dialog title={o.title} onClose={onClose} testId="transfer">
      <div className="grid gap-6">
        <Part title={o.out} hint={unsent?.length ? o.outHint(unsent.length) : o.nothing}>
          <Button disabled={!unsent?.length} onClick={() => saveFile(`unsent-${registerId}.json`, writeTransfer(transfer()))} data-testid="orders-export">
            {o.save}
          </Button>
          <Button disabled={!unsent?.length || pending} onClick={show} data-testid="orders-codes">
            {o.show}
          </Button>
        </Part>
        <Part title={o.into} hint={o.intoHint(registerId)}>
          <label className="inline-flex h-11 cursor-pointer items-center rounded-xl border border-line px-4 text-sm font-medium has-[:focus-visible]:outline-2 hover:bg-sunken">
            {o.file}
            <input type="file" accept="application/json,.json" className="sr-only" onChange={(event) => open(event.target.files?.[0])} data-testid="orders-import" />
          </label>
          <Button onClick={() => setScanning(true)} data-testid="orders-scan">
            {o.scan}
          </Button>
        </Part>
        {error && <p role="alert" className="rounded-xl bg-bad-soft p-3 text-sm text-bad" data-testid="transfer-fault">{error}</p>}
        <p className="text-sm text-muted">{o.thenStop}</p>
      </div>
    </Dialog>
  );
}

function Part({ title, hint, children }: { title: string; hint: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className="font-medium">{title}</h3>
      <p className="mt-1 mb-3 text-sm text-muted">{hint}</p>
      <div className="flex flex-wrap gap-3">{children}</div>
    </section>
  );
}
