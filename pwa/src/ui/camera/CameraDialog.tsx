import { type ReactNode, useRef } from "react";
import { Dialog } from "../Dialog";
import { Empty } from "../Empty";
import { CameraIcon } from "../icons";
import { o } from "./texts";
import { useCamera } from "./useCamera";

interface Props {
  title?: string;
  /** What to hold before the camera. */
  hint?: string;
  onCode(code: string): void;
  onClose(): void;
  children?: ReactNode;
}

/** Reads codes with the camera, one after the other, until it is closed. */
export function CameraDialog({ title = o.title, hint = o.hint, onCode, onClose, children }: Props) {
  return (
    <Dialog title={title} onClose={onClose} testId="camera">
      <Preview hint={hint} onCode={onCode} />
      {children}
    </Dialog>
  );
}

function Preview({ hint, onCode }: { hint: string; onCode(code: string): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useCamera(video, onCode);
  const live = state === "on" || state === "starting";
  return (
    <div data-testid="camera-state" data-state={state}>
      {!live && (
        <div role="alert">
          <Empty icon={<CameraIcon className="size-7" />} title={o.faults[state].title}>{o.faults[state].hint}</Empty>
        </div>
      )}
      <div className={live ? "relative overflow-hidden rounded-2xl bg-black" : "hidden"}>
        <video ref={video} muted playsInline aria-label={o.preview} className="aspect-[4/3] w-full object-cover" />
        <div aria-hidden="true" className="pointer-events-none absolute inset-x-8 inset-y-12 rounded-2xl border-2 border-white/80" />
      </div>
      {live && <p className="mt-3 text-center text-sm text-muted">{state === "on" ? hint : o.starting}</p>}
    </div>
  );
}
