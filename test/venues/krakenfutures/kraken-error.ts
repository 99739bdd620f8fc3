// Kraken's refusals: https://docs.kraken.com/api/docs/guides/futures-rest ("Error List") and the statuses of an order,
// https://docs.kraken.com/api-reference/order-management/send-order
import { Refused, requiredOr } from "../refused.ts";

/** `{result: "error", error}`: Kraken's word is all there is. */
export class KrakenError extends Refused {
  constructor(message: string, code = 0) {
    super(code, message);
  }
}

/** `{result: "error", errors: [{code, message}]}` with HTTP 500: settings. */
export class KrakenSettingError extends KrakenError {
  constructor(code: number, message: string) {
    super(message, code);
  }
}

/** A success whose status says no: `{result: "success", sendStatus: {status}}`. */
export class KrakenOrderRefusal extends KrakenError {}

export const required = requiredOr(() => new KrakenError("requiredArgumentMissing"));
