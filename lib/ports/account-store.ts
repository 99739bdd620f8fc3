import type { AlertAccount } from "../core/alert/alert-order.ts";
import type { DecimalString } from "../core/decimal.ts";
import type { MarginMode } from "../core/market/modes.ts";

/** What an account may do and wants; holds no credential. Times in milliseconds. */
export interface Account extends AlertAccount {
  readonly marginMode: MarginMode;
  readonly orderTimeoutMs: number;
  readonly alertTimeoutMs: number;
  readonly maxAlertAgeMs: number;
  readonly maxLeverage?: number;
  readonly maxPositionUsd?: DecimalString;
  /** Other accounts with the same key: on the exchange they are one, and no one's orders explain its position alone. */
  readonly sharesKeyWith?: readonly string[];
  /** Of its key and endpoint: tells them from others, and nothing of them. Absent: it has no key, or this process does not know it. */
  readonly keyMark?: string;
  /** Replaces scheme, host and port of every REST request of the exchange. */
  readonly endpoint?: string;
}

/** Read by the webhook and the worker alike. */
export interface AccountStore {
  listAccounts(): Promise<readonly Account[]>;
  /** By ACCOUNT_ID, any case. */
  findAccount(accountId: string): Promise<Account | undefined>;
}
