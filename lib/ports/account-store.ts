import type { AlertAccount } from "../core/alert/alert-order.ts";
import type { Credentials } from "../core/credentials.ts";
import type { DecimalString } from "../core/decimal.ts";
import type { GuardLimits } from "../core/guard/guard-limits.ts";
import type { AccountType } from "../core/market/account-type.ts";
import type { MarginMode } from "../core/market/modes.ts";

/** What an account may do and wants; holds no credential. Times in milliseconds. */
export interface Account extends AlertAccount {
  readonly marginMode: MarginMode;
  readonly orderTimeoutMs: number;
  readonly alertTimeoutMs: number;
  readonly maxAlertAgeMs: number;
  readonly maxLeverage?: number;
  readonly maxPositionUsd?: DecimalString;
  /** Denies an opening in base or contracts whose margin is more than so many times the equity. */
  readonly maxOversize?: DecimalString;
  /** Bounds to what opens, and the time zone their day is in. */
  readonly guards?: { readonly limits: GuardLimits; readonly timezone: string };
  /** Other accounts with the same key: on the exchange they are one, and no one's orders explain its position alone. */
  readonly sharesKeyWith?: readonly string[];
  /** A short hash of key, ENDPOINT and ACCOUNT_TYPE: shows a change, reveals none. Absent: it has no key, or this process does not know it. */
  readonly keyMark?: string;
  /** Replaces scheme, host and port of every REST request of the exchange. */
  readonly endpoint?: string;
  /** Why no exchange can take its keys, in words. */
  readonly uselessKeys?: readonly string[];
  /** Which of the venue's APIs trades the account. Absent: found out by asking. */
  readonly accountType?: AccountType;
  /** The place whose host the account lives on. Absent: the venue's first. */
  readonly region?: string;
}

/** An account and the secrets that go with it. A changed entry is another object. */
export interface KeyedAccount {
  readonly account: Account;
  readonly credentials: Credentials;
}

/** Read by the webhook and the worker alike. */
export interface AccountStore {
  listAccounts(): Promise<readonly Account[]>;
  /** By ACCOUNT_ID, any case. */
  findAccount(accountId: string): Promise<Account | undefined>;
}
