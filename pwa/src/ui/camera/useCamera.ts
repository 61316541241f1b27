import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { Sightings } from "../../domain/sightings";

/** Where the camera is: asked for, on, or why it is not. */
export type CameraState = "starting" | "on" | "refused" | "missing" | "insecure" | "failed";

/** Wide enough for a bar code that fills a third of the picture. */
const pictureWidth = 960;
const pauseMs = 60;

interface Answer {
  codes: string[];
  fault: string;
}

/** Shows the camera in a video and calls back with each code that comes into sight, once. It is off when the video is gone. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onCode: (code: string) => void): CameraState {
  const [state, setState] = useState<CameraState>("starting");
  const told = useEffectEvent(onCode);
  useEffect(() => {
    const over = new AbortController();
    const seen = new Sightings();
    const look = (codes: readonly string[]) => {
      for (const code of seen.fresh(codes, performance.now())) {
        navigator.vibrate?.(40);
        told(code);
      }
    };
    void watch(video, look, (next) => over.signal.aborted || setState(next), over.signal);
    return () => over.abort();
  }, [video]);
  return state;
}

async function watch(video: RefObject<HTMLVideoElement | null>, look: (codes: readonly string[]) => void, tell: (state: CameraState) => void, signal: AbortSignal): Promise<void> {
  // Browsers give cameras to pages over HTTPS only.
  if (!navigator.mediaDevices) return tell("insecure");
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } });
  } catch (error) {
    return tell(reasonOf(error));
  }
  const worker = new Worker(new URL("./reader.ts", import.meta.url), { type: "module", name: "camera" });
  const stop = () => {
    worker.terminate();
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted || !video.current) return stop();
  signal.addEventListener("abort", stop);
  worker.onerror = () => tell("failed");
  stream.getVideoTracks()[0]?.addEventListener("ended", () => tell("failed"));
  try {
    video.current.srcObject = stream;
    await video.current.play();
    tell("on");
    while (!signal.aborted) {
      const { codes, fault } = await read(worker, video.current);
      if (fault) return tell("failed");
      if (!signal.aborted) look(codes);
      await new Promise((wake) => setTimeout(wake, pauseMs));
    }
  } catch {
    if (!signal.aborted) tell("failed");
  }
}

async function read(worker: Worker, video: HTMLVideoElement): Promise<Answer> {
  if (!video.videoWidth) return { codes: [], fault: "" };
  const width = Math.min(pictureWidth, video.videoWidth);
  const picture = await createImageBitmap(video, { resizeWidth: width, resizeQuality: "medium" });
  return new Promise((done) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => done(data);
    worker.postMessage(picture, [picture]);
  });
}

function reasonOf(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "failed";
}
