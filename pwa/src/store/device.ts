import type { Workplace } from "../domain/workplace";
import type { Database } from "./database";
import { leaveMarker, readMarker } from "./marker";
import { openOrderStores, takeTurn } from "./openOrder";
import { leaveCarts } from "./parked";
import type { Device, Session } from "./records";

/**
 * Keeps an enrolment. The receipt counter goes on from the higher of the gateway's and this device's. A device that is enrolled anew
 * may stand elsewhere: it forgets the customers it knew, and what waited for them; at another location also the orders it had begun.
 */
export async function saveDevice(db: Database, device: Device): Promise<void> {
  const marker = readMarker();
  const moved = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "counters", "customers", "parked"], "readwrite", { durability: "strict" });
    await takeTurn(tx);
    const { register, lastCounter } = device.workplace;
    // The browser may have dropped the database, and with it numbers that stand on paper.
    const printed = marker?.registerId === register.id ? marker.counter : 0;
    const counter = (await tx.objectStore("counters").get(register.id)) ?? 0;
    const next = Math.max(counter, lastCounter, printed);
    await tx.objectStore("counters").put(next, register.id);
    const before = (await tx.objectStore("settings").get("device")) as Device | undefined;
    const anew = before?.deviceId !== device.deviceId;
    const moves = anew && before !== undefined && before.workplace.location.id !== device.workplace.location.id;
    if (anew) await Promise.all([tx.objectStore("customers").clear(), tx.objectStore("settings").delete("waiting")]);
    if (moves) await leaveCarts(tx);
    await tx.objectStore("settings").put(device, "device");
    await tx.done;
    leaveMarker({ registerId: register.id, counter: next });
    return moves;
  });
  db.changed("device", "customers", "waiting");
  if (moved) db.changed("cart", "parked");
}

/** Keeps what the gateway says now of where the device stands. */
export async function saveWorkplace(db: Database, workplace: Workplace): Promise<void> {
  const device = await db.setting("device");
  if (device) await saveDevice(db, { ...device, workplace });
}

/** Signs a person in on this device, or out when session is undefined. */
export async function setSession(db: Database, session: Session | undefined): Promise<void> {
  await db.setSetting("session", session);
}
