import { useEffect, useState } from "react";
import { Button } from "../../ui/Button";
import { QrCode } from "../../ui/QrCode";
import { BackIcon, ChevronIcon } from "../../ui/icons";
import { o } from "./texts";

const eachMs = 1_500;

/** Codes to be read by another device, one after the other until they are closed. */
export function CodesView({ codes }: { codes: readonly string[] }) {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(codes.length > 1);
  const step = (by: number) => setAt((now) => (now + by + codes.length) % codes.length);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % codes.length), eachMs);
    return () => clearInterval(timer);
  }, [playing, codes.length]);
  const by = (n: number) => {
    setPlaying(false);
    step(n);
  };
  return (
    <div className="grid justify-items-center gap-3">
      <QrCode text={codes[at]!} label={o.code(at + 1, codes.length)} className="w-full max-w-96 rounded-xl" />
      {codes.length > 1 && (
        <div className="flex items-center gap-2">
          <Button size="icon" onClick={() => by(-1)} aria-label={o.before}>
            <BackIcon />
          </Button>
          <p className="min-w-28 text-center text-sm font-medium tabular-nums" data-testid="codes-at">{o.code(at + 1, codes.length)}</p>
          <Button size="icon" onClick={() => by(1)} aria-label={o.next} data-testid="codes-next">
            <ChevronIcon className="-rotate-90" />
          </Button>
        </div>
      )}
      {codes.length > 1 && (
        <Button look={playing ? "chosen" : "plain"} aria-pressed={playing} onClick={() => setPlaying(!playing)} data-testid="codes-play">
          {o.play}
        </Button>
      )}
      <p className="text-center text-sm text-muted">{o.codesHint}</p>
    </div>
  );
}
