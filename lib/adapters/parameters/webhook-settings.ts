// What the webhook knows, from the stack's public parameters: the accounts without their keys, and the hashes of the tokens.

import { createHash, timingSafeEqual } from "node:crypto";
import type { Parameter } from "@aws-sdk/client-ssm";
import { PARAMETERS } from "../../config/aws-names.ts";
import { json } from "../../config/json-readers.ts";
import { decodePublicAccount } from "../../config/public-account.ts";
import { nameOf } from "../../core/reason-of.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

/** What was read is used this long before it is read again. */
const FRESH_MS = 60_000;
/** A token that is not known may be a new one: the parameters are read again for it, but no more often than this. */
const DOUBT_MS = 5_000;
/** As `StackToken` writes them. */
const tokenHashes = json.listOf(json.hash);

interface Settings {
  readonly readAt: number;
  readonly accounts: readonly Account[];
  readonly tokenHashes: readonly string[];
}

/** Every parameter below a path. */
export type ReadParameters = (path: string) => Promise<readonly Parameter[]>;

/** Which stack's settings are read, and with what. */
export interface WebhookSettingsOptions {
  readonly read: ReadParameters;
  /** The stack's, without a trailing slash. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** The account store port, and the tokens. When SSM fails, what was read last goes on being used; with nothing read yet, methods throw what the SDK throws. */
export class WebhookSettings implements AccountStore {
  readonly #options: WebhookSettingsOptions;
  #settings: Settings | undefined;
  #reading: Promise<Settings> | undefined;

  constructor(options: WebhookSettingsOptions) {
    this.#options = options;
  }

  async listAccounts(): Promise<readonly Account[]> {
    return (await this.#notOlderThan(FRESH_MS)).accounts;
  }

  async findAccount(accountId: string): Promise<Account | undefined> {
    const id = accountId.toLowerCase();
    return (await this.listAccounts()).find((account) => account.id.toLowerCase() === id);
  }

  /** Compares hashes in constant time. */
  async isToken(token: string): Promise<boolean> {
    const known = await this.#notOlderThan(FRESH_MS);
    return hasToken(known, token) || hasToken(await this.#notOlderThan(DOUBT_MS), token);
  }

  async #notOlderThan(ms: number): Promise<Settings> {
    const held = this.#settings;
    const { clock, telemetry } = this.#options;
    if (held !== undefined && clock.now() - held.readAt < ms) return held;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    try {
      this.#settings = await this.#reading;
      return this.#settings;
    } catch (error) {
      if (held === undefined) throw error;
      telemetry.log("warn", "settings could not be read, the last ones are used", { reason: nameOf(error) });
      return held;
    }
  }

  async #read(): Promise<Settings> {
    const { read, prefix, clock } = this.#options;
    const readAt = clock.now();
    const parameters = await read(`${prefix}/public`);
    const hashes = parameters.find(({ Name }) => Name === `${prefix}/${PARAMETERS.tokenHashes}`)?.Value;
    const accounts = parameters.filter(({ Name }) => Name?.startsWith(`${prefix}/${PARAMETERS.publicAccounts}/`));
    return {
      readAt,
      tokenHashes: decodeTokenHashes(hashes),
      accounts: accounts.map(({ Value = "" }) => decodePublicAccount(Value)),
    };
  }
}

function hasToken(settings: Settings, token: string): boolean {
  const given = createHash("sha256").update(token).digest();
  return settings.tokenHashes.map((hash) => timingSafeEqual(given, Buffer.from(hash, "hex"))).includes(true);
}

/** @param text - the parameter as `StackToken` wrote it; undefined: there is none yet. @throws Error when it is something else. */
export function decodeTokenHashes(text: string | undefined): readonly string[] {
  return text === undefined ? [] : tokenHashes(JSON.parse(text));
}
