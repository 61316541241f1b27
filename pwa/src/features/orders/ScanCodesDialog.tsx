import { useRef, useState } from "react";
import { type Collected, collect, readCode } from "../../domain/codes";
import type { Transfer, TransferFault } from "../../domain/transfer";
import { readCodes } from "../../store/transfer";
import { CameraDialog } from "../../ui/camera/CameraDialog";
import { o } from "./texts";

interface Props {
  /** Takes over what was read; what it throws is shown. */
  onRead(read: Transfer | TransferFault): Promise<void>;
  onClose(): void;
}

/** Collects the codes that another device shows. */
export function ScanCodesDialog({ onRead, onClose }: Props) {
  const row = useRef<Collected | null>(null);
  const [seen, setSeen] = useState({ parts: 0, count: 0 });
  const [error, setError] = useState("");
  const look = async (text: string) => {
    const code = readCode(text);
    if (!code) return;
    const now = collect(row.current, code);
    const whole = now.parts.size === now.count;
    row.current = whole ? null : now;
    setSeen({ parts: now.parts.size, count: now.count });
    const read = whole && (await readCodes(now));
    if (read) await onRead(read);
  };
  return (
    <CameraDialog title={o.scanTitle} hint={o.scanHint} onClose={onClose} onCode={(text) => void look(text).catch((cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)))}>
      <p role="status" className="mt-2 text-center font-semibold tabular-nums" data-testid="codes-seen">
        {seen.count > 0 && o.seen(seen.parts, seen.count)}
      </p>
      {error && <p role="alert" className="mt-2 rounded-xl bg-bad-soft p-3 text-sm text-bad" data-testid="transfer-fault">{error}</p>}
    </CameraDialog>
  );
}
