import type { Workplace } from "../domain/workplace";
import type { Database } from "./database";
import type { Device, Session } from "./records";

/** Keeps an enrolment. The receipt counter goes on from the higher of the gateway's and this device's. */
export async function saveDevice(db: Database, device: Device): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["settings", "counters"], "readwrite", { durability: "strict" });
    const { register, lastCounter } = device.workplace;
    const counter = (await tx.objectStore("counters").get(register.id)) ?? 0;
    await tx.objectStore("counters").put(Math.max(counter, lastCounter), register.id);
    await tx.objectStore("settings").put(device, "device");
    await tx.done;
  });
  db.changed("device");
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
