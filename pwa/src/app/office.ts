import { GatewayError, NetworkError } from "../api/client";
import * as gateway from "../api/later/office";
import { cancelledHere } from "../domain/office";
import { o } from "../features/office/texts";
import { t } from "../i18n/messages";
import type { Database } from "../store/database";
import { type Office, SignInAgain } from "../store/office";
import { Refusal } from "../store/services";

/** Joins what head office does to the gateway. */
export function createOffice(db: Database): Office {
  const ask = async <T>(call: (token: string) => Promise<T>): Promise<T> => {
    const session = await db.setting("session");
    if (!session?.token || (session.expiresAt ?? 0) <= Date.now()) throw new SignInAgain(o.again);
    try {
      return await call(session.token);
    } catch (error) {
      if (error instanceof NetworkError) throw new Refusal(t.offlineHint);
      // Also for a device that was revoked: the engine finds that out, and has it enrolled anew.
      if (error instanceof GatewayError && error.code === "UNAUTHENTICATED") throw new SignInAgain(o.again);
      if (error instanceof GatewayError) throw new Refusal(error.message);
      throw error;
    }
  };
  return {
    orders: (filter, after) => ask((token) => gateway.officeOrders(token, filter, after)),
    order: (id) => ask((token) => gateway.officeOrder(token, id)),
    explain: (id) => ask((token) => gateway.explainTotals(token, id)),
    resolve: (order, decided) =>
      ask((token) => (decided.action === "CANCEL" && !cancelledHere(order) ? gateway.cancelOrder(token, order.id, decided.note) : gateway.resolveOrder(token, order.id, decided))),
    registers: () => ask(gateway.registers),
    newCode: (registerId) => ask((token) => gateway.createEnrolmentCode(token, registerId)),
    revoke: (deviceId) => ask((token) => gateway.revokeDevice(token, deviceId)),
    staff: () => ask(gateway.officeStaff),
    sales: (query) => ask((token) => gateway.sales(token, query)),
  };
}
