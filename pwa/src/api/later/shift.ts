import type { Heartbeat } from "../../domain/heartbeat";
import type { ShiftEvent, ShiftReport } from "../../domain/shift";
import { execute } from "../client";
import { HeartbeatDocument, ShiftReportDocument, SubmitShiftEventsDocument } from "./gen/graphql";

const patienceMs = 8_000;

/** Submits what happened in shifts, up to 200 events; safe to repeat. */
export async function submitShiftEvents(token: string, events: ShiftEvent[]) {
  return (await execute(SubmitShiftEventsDocument, { events }, token)).submitShiftEvents;
}

/** The gateway's report of a shift, null when it knows nothing of it. The token must be of somebody who may see it. */
export async function shiftReport(token: string, id: string): Promise<ShiftReport | null> {
  return ((await execute(ShiftReportDocument, { id }, token, patienceMs)).shift as ShiftReport | null | undefined) ?? null;
}

/** Tells how the device is; the gateway's clock, milliseconds since 1970. */
export async function heartbeat(token: string, input: Heartbeat): Promise<number> {
  return Date.parse((await execute(HeartbeatDocument, { input }, token, patienceMs)).heartbeat.now);
}
