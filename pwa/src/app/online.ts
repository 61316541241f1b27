import { GatewayError, NetworkError } from "../api/client";
import { Refusal } from "../store/services";

/** Asks the gateway. Throws a Refusal: with its reason, or with what to tell people when it cannot be reached. */
export async function online<T>(call: () => Promise<T>, offline: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NetworkError) throw new Refusal(offline);
    if (error instanceof GatewayError) throw new Refusal(error.message);
    throw error;
  }
}
