import type { Stop } from "../../domain/charge";
import { stopText } from "./stopText";

/** Why a sale must not go on; loaded when one must not. */
export function StopNote({ stop }: { stop: Stop }) {
  return <span>{stopText(stop)}</span>;
}
