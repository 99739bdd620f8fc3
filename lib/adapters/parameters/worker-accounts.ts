// The worker's accounts with their keys: one SecureString each, read when it is needed.

import { GetParameterCommand, ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import { type ConfiguredAccount, parseAccounts } from "../../config/accounts.ts";
import { PARAMETERS, parameterOf } from "../../config/aws-names.ts";
import { nameOf } from "../../core/reason-of.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

/** What was read is used this long before it is read again. */
const FRESH_MS = 300_000;
/** Keys that were refused are not read again sooner than this after they were read. */
const REFRESH_MS = 1_000;

interface Held {
  readonly readAt: number;
  /** Of the parameter; another one means another entry. */
  readonly version: number;
  readonly entry: ConfiguredAccount | undefined;
}

/** Which stack's accounts are read, and with what. */
export interface WorkerAccountsOptions {
  readonly client: SSMClient;
  /** The stack's, without a trailing slash. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Accounts by ACCOUNT_ID, any case. When SSM fails, an entry that was read before goes on being used; else methods throw
 * what the SDK throws. No error holds anything of an entry.
 */
export class WorkerAccounts implements Pick<AccountStore, "findAccount"> {
  readonly #options: WorkerAccountsOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: WorkerAccountsOptions) {
    this.#options = options;
  }

  async findAccount(accountId: string): Promise<Account | undefined> {
    return (await this.findConfigured(accountId))?.account;
  }

  /** The account with its secrets: for whoever signs requests. The same object as long as its parameter is the same. */
  async findConfigured(accountId: string): Promise<ConfiguredAccount | undefined> {
    return (await this.#notOlderThan(FRESH_MS, accountId)).entry;
  }

  /** Reads an account anew because its keys were refused. @returns whether its entry is another one now. */
  async refresh(accountId: string): Promise<boolean> {
    const before = this.#held.get(parameterOf(accountId));
    const now = await this.#notOlderThan(REFRESH_MS, accountId);
    return before?.version !== now.version;
  }

  async #notOlderThan(ms: number, accountId: string): Promise<Held> {
    const name = parameterOf(accountId);
    const { clock, telemetry } = this.#options;
    const held = this.#held.get(name);
    if (held !== undefined && clock.now() - held.readAt < ms) return held;
    try {
      const read = await this.#read(name);
      const isSame = held !== undefined && held.version === read.version;
      const kept = isSame ? { ...held, readAt: read.readAt } : read;
      this.#held.set(name, kept);
      return kept;
    } catch (error) {
      if (held === undefined) throw error;
      telemetry.log("warn", "account could not be read, the last entry is used", { reason: nameOf(error) });
      return held;
    }
  }

  async #read(name: string): Promise<Held> {
    const { client, prefix, clock } = this.#options;
    const readAt = clock.now();
    try {
      const Name = `${prefix}/${PARAMETERS.accounts}/${name}`;
      const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
      const entry = decodeEntry(Parameter?.Value ?? "");
      return { readAt, version: Parameter?.Version ?? 0, entry };
    } catch (error) {
      if (error instanceof ParameterNotFound) return { readAt, version: 0, entry: undefined };
      throw error;
    }
  }
}

/** @param text - one entry of accounts.json. @throws Error naming the account and its fields. */
function decodeEntry(text: string): ConfiguredAccount {
  const parsed = parseAccounts(`[${text}]`);
  if (!parsed.ok) throw new Error(`the stored account is not valid: ${parsed.error.join("; ")}`);
  const [entry] = parsed.value;
  if (entry === undefined) throw new Error("the stored account is empty");
  return entry;
}
