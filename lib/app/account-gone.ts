import { denial, type OrderFailure } from "../core/failure.ts";

/** Of an order whose account was taken out of the accounts since it came. */
export function accountGone(id: string): OrderFailure {
  return denial("ACCOUNT_UNKNOWN", `account ${id} is no longer among the accounts`);
}
