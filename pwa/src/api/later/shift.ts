import type { Heartbeat } from "../../domain/heartbeat";
import type { ShiftElsewhere, ShiftEvent, ShiftReport } from "../../domain/shift";
import { execute } from "../client";
import { HeartbeatDocument, ShiftReportDocument, ShiftsOfRegisterDocument, SubmitShiftEventsDocument } from "./gen/graphql";

const patienceMs = 8_000;

/** Submits what happened in shifts, up to 200 events; safe to repeat. */
export async function submitShiftEvents(token: string, events: ShiftEvent[]) {
  return (await execute(SubmitShiftEventsDocument, { events }, token)).submitShiftEvents;
}

/** The gateway's report of a shift, null when it knows nothing of it. The token must be of somebody who may see it. */
export async function shiftReport(token: string, id: string): Promise<ShiftReport | null> {
  return ((await execute(ShiftReportDocument, { id }, token, patienceMs)).shift as ShiftReport | null | undefined) ?? null;
}

/** The shift of the device's register in which something happened lately and that nobody closed; null when there is none. */
export async function openShift(token: string, from: Date, to: Date): Promise<ShiftElsewhere | null> {
  const { shifts } = await execute(ShiftsOfRegisterDocument, { from: from.toISOString(), to: to.toISOString() }, token, patienceMs);
  return (shifts.find((shift) => shift.openedAt && !shift.closedAt) as ShiftElsewhere | undefined) ?? null;
}

/** Tells how the device is; the gateway's clock, milliseconds since 1970. */
export async function heartbeat(token: string, input: Heartbeat): Promise<number> {
  return Date.parse((await execute(HeartbeatDocument, { input }, token, patienceMs)).heartbeat.now);
}
