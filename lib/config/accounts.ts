// accounts.json, as the original wrote it plus optional keys (docs/design.md#accounts). Messages name the account and the field,
// say what is allowed, and never show a secret.

import { createHash } from "node:crypto";
import { checkAccountId, lookOf } from "../core/alert/account-id.ts";
import { Credentials } from "../core/credentials.ts";
import { defined } from "../core/defined.ts";
import type { AccountType } from "../core/market/account-type.ts";
import { foldSymbol } from "../core/market/symbol.ts";
import { findVenue } from "../core/market/venue-table.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account, KeyedAccount } from "../ports/account-store.ts";
import { missingKeys, uselessKeys } from "./account-keys.ts";
import { checkPlace } from "./account-place.ts";
import { readAccountKeys, type WrittenAccount } from "./account-schema.ts";
import { closedText } from "./closed-venue.ts";
import { guardsOf } from "./guards.ts";
import { withSharedKeys } from "./shared-key.ts";

/** An account as its entry says it. */
export interface ConfiguredAccount extends KeyedAccount {
  /** Worth saying, not worth refusing. */
  readonly warnings: readonly string[];
}

/**
 * Every account of the file's text.
 * @returns one message for each thing that is wrong, when anything is: then no account is to be trusted.
 */
export function parseAccounts(text: string): Result<readonly ConfiguredAccount[], readonly string[]> {
  const json = parseJson(text);
  if (!json.ok) return err([json.error]);
  if (!Array.isArray(json.value)) return err(["the file must hold a list of accounts: [ { … }, { … } ]"]);
  const results = json.value.map((entry: unknown, index) => parseAccount(entry, nameOf(entry, index)));
  const problems = [...results.flatMap((result) => (result.ok ? [] : result.error)), ...sameNames(json.value)];
  return problems.length > 0
    ? err(problems)
    : ok(withSharedKeys(results.flatMap((result) => (result.ok ? [result.value] : []))));
}

function parseAccount(entry: unknown, name: string): Result<ConfiguredAccount, readonly string[]> {
  const read = readAccountKeys(entry);
  if (!read.ok) return err(read.error.map((problem) => `${name}: ${problem}`));
  const raw = read.value;
  const settle = settleOf(raw);
  const id = checkAccountId(raw.ACCOUNT_ID);
  const symbols = foldSymbols(raw.SYMBOLS, settle);
  const endpoint = originOf(raw.ENDPOINT);
  const places = checkPlace(raw);
  const useless = uselessKeys(raw);
  const problems = [
    ...(id.ok ? [] : [`ACCOUNT_ID ${id.error}`]),
    ...(symbols.ok ? [] : symbols.error),
    ...(endpoint.ok ? [] : [endpoint.error]),
    ...(places.ok ? [] : places.error),
    ...missingKeys(raw),
  ];
  if (!id.ok || !symbols.ok || !endpoint.ok || !places.ok || problems.length > 0)
    return err(problems.map((problem) => `${name}: ${problem}`));
  const account: Account = {
    id: raw.ACCOUNT_ID,
    exchange: raw.EXCHANGE,
    settle,
    marginMode: raw.MARGIN_MODE,
    orderTimeoutMs: raw.ORDER_TIMEOUT,
    alertTimeoutMs: raw.ALERT_TIMEOUT,
    maxAlertAgeMs: raw.MAX_ALERT_AGE,
    ...defined({
      symbols: symbols.value,
      maxLeverage: raw.MAX_LEVERAGE,
      maxPositionUsd: raw.MAX_POSITION_USD,
      maxOversize: raw.MAX_OVERSIZE,
      endpoint: endpoint.value,
      ...places.value,
      guards: guardsOf(raw),
      keyMark: raw.API_KEY === "" ? undefined : markOf(raw.API_KEY, { endpoint: endpoint.value, ...places.value }),
    }),
    ...(useless.length === 0 ? {} : { uselessKeys: useless }),
  };
  const secrets = {
    apiKey: raw.API_KEY,
    secret: raw.SECRET_KEY,
    ...(raw.PASSWORD === "" ? {} : { password: raw.PASSWORD }),
  };
  const { warning } = id.value;
  const closed = closedText(account);
  const warnings = [
    ...(warning === undefined ? [] : [`ACCOUNT_ID ${warning}`]),
    ...useless,
    ...(closed === undefined ? [] : [closed]),
  ];
  return ok({ account, credentials: new Credentials(secrets), warnings: warnings.map((text) => `${name}: ${text}`) });
}

/**
 * Eight digits of a hash: enough to see that a key is another one, and nothing of the key. Over the API of another ACCOUNT_TYPE
 * what was sent may not be listed either.
 */
function markOf(
  apiKey: string,
  { endpoint = "", accountType }: { readonly endpoint?: string | undefined; readonly accountType?: AccountType },
): string {
  return createHash("sha256")
    .update(JSON.stringify([apiKey, endpoint, ...(accountType === undefined ? [] : [accountType])]))
    .digest("hex")
    .slice(0, 8);
}

/** The coin that is written, under the venue's own name for it; else that of the region, else of the venue. */
function settleOf({ EXCHANGE, SETTLE_COIN, REGION }: WrittenAccount): string {
  const { defaultSettle = "USDT", regionSettle, settleNames } = findVenue(EXCHANGE) ?? {};
  const written = SETTLE_COIN || regionSettle?.[REGION ?? ""] || defaultSettle;
  return settleNames?.[written] ?? written;
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    // JSON.parse quotes the text around the fault, which may be a key.
    return err("the file is not JSON: look for a missing or extra comma, quote or bracket");
  }
}

function nameOf(entry: unknown, index: number): string {
  const id = typeof entry === "object" && entry !== null && "ACCOUNT_ID" in entry ? entry.ACCOUNT_ID : undefined;
  return typeof id === "string" && id.trim() !== "" ? `account ${id.trim()}` : `account number ${index + 1}`;
}

function sameNames(entries: readonly unknown[]): readonly string[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const look = lookOf(nameOf(entry, index));
    if (seen.has(look)) {
      const alike = "upper and lower case, full-width characters and invisible ones make no difference";
      return [`${nameOf(entry, index)}: ACCOUNT_ID is there twice; ${alike}`];
    }
    seen.add(look);
    return [];
  });
}

function foldSymbols(
  symbols: readonly string[] | undefined,
  settle: string,
): Result<readonly string[] | undefined, readonly string[]> {
  if (symbols === undefined) return ok(undefined);
  const folded = symbols.map((symbol) => ({ symbol, result: foldSymbol(symbol.trim(), settle) }));
  const problems = folded.flatMap(({ symbol, result }) => (result.ok ? [] : [`SYMBOLS "${symbol}": ${result.error}`]));
  if (problems.length > 0) return err(problems);
  return ok(folded.flatMap(({ result }) => (result.ok ? [result.value.symbol] : [])));
}

function originOf(endpoint: string | undefined): Result<string | undefined, string> {
  if (endpoint === undefined || endpoint.trim() === "") return ok(undefined);
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === "";
  return isOrigin ? ok(url.origin) : err("ENDPOINT is a scheme, host and port, like http://127.0.0.1:9001");
}
