// Phemex perpetuals: what differs from the shared adapter. Those of USDT and USDC, and those that settle in a coin, have APIs
// of their own (phemex-perpetuals.ts, phemex-contracts.ts). Checked against ccxt 4.5.84.

import type { MarginMode } from "../../../../core/market/modes.ts";
import type { VenueTraits } from "../../../../core/market/venue-table.ts";
import type { Position } from "../../ccxt.ts";
import { jsonOf, refusalIn } from "../../json-reply.ts";
import { mapPosition } from "../../map-position.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import type { ClientConfig, VenueClient, VenueReply, VenueSettings } from "../../venue-module.ts";
import { leverageOf } from "../../venue-values.ts";
import { PHEMEX_ANSWERS } from "./answers.ts";
import { checkPhemexAccount } from "./checks.ts";
import type { PhemexClient } from "./client.ts";
import { PhemexContracts } from "./contracts.ts";
import { PHEMEX_LIMITS } from "./limits.ts";
import { findPhemexOrder } from "./orders.ts";
import { PhemexPerpetuals } from "./perpetuals.ts";
import { PHEMEX_VERDICTS } from "./verdicts.ts";

/** Settle coins of the USDⓈ-M API; every other one is of the contract API. */
const USD_M_SETTLES: readonly string[] = ["USDT", "USDC"];

const RETRY_AFTER = "x-ratelimit-retry-after";

/** In one answer: https://phemex-docs.github.io/#query-kline */
const MOST_CANDLES = 1_000;

/** Opens the live venue. */
export function openPhemex(config: ClientConfig): VenueClient {
  return phemexVenue(createClient(config), config);
}

/** Opens the testnet: another host and other keys. */
export function openPhemexDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return phemexVenue(client, config);
}

function createClient({ settle = "USDT", ...config }: ClientConfig): PhemexClient {
  const Client = USD_M_SETTLES.includes(settle) ? PhemexPerpetuals : PhemexContracts;
  return new Client({ ...config, settle });
}

function phemexVenue(client: PhemexClient, { marginMode: wanted = "isolated" }: ClientConfig): VenueClient {
  const fundsOf: VenueClient["fundsOf"] = (balance) => client.fundsOf(balance);
  return {
    client,
    traits: client.traits,
    limits: PHEMEX_LIMITS,
    verdicts: PHEMEX_VERDICTS,
    findRefusal,
    answers: PHEMEX_ANSWERS,
    readRetryAfterMs,
    marketInfo: client.marketInfo,
    readPrices: (symbol) => client.readPrices(symbol),
    // Coin-margined contracts list the newest only, and ccxt asks for as many as are wanted of them, however old these are.
    candleParams: () => ({ limit: MOST_CANDLES }),
    // https://phemex-docs.github.io/#query-open-orders-by-symbol-2, and ccxt's phemex.js: both lists take a symbol.
    readOpenOrders: "by-symbol",
    settingsIn: (positions, symbol) => settingsFor(wanted, client.traits, rowOf(positions, symbol)),
    fundsOf,
    // ccxt knows no `postOnly` here: https://phemex-docs.github.io/#place-order-http-put-prefered-3
    postOnly: { timeInForce: "PostOnly" },
    // One report gives order, fills and fee: there is none for the fee alone.
    fetchOrder: (symbol, clientOrderId, since, venueOrderId) =>
      findPhemexOrder(client, symbol, { clientOrderId, venueOrderId, since }),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage, marginMode) =>
      client.setLeverage(client.signedLeverage(leverage, marginMode), symbol),
    setMarginMode: (symbol, marginMode, leverage) => setMarginMode(client, symbol, { leverage, marginMode }),
    setOneWayMode: (symbol) => client.setOneWayMode(symbol),
    checkAccount: (asked) => checkPhemexAccount(client, fundsOf, asked),
  };
}

/** `{code, msg}` with 0 for success. All of the gateway's own have the code 401: its text tells them apart. */
function findRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  if (refusal === undefined || refusal.code === "0") return undefined;
  if (refusal.code !== "401") return refusal;
  return { ...refusal, code: refusal.message.replace(/ at \d+$|\.$/, "") || refusal.code };
}

/**
 * Seconds, in a header named after the group of the request, without a name for reports and market data:
 * https://phemex-docs.github.io/#rest-api-ratelimit-rules. Of several the longest: which group refused is not said.
 */
function readRetryAfterMs({ status, headers }: VenueReply): number | undefined {
  if (status !== 429) return undefined;
  const told = Object.entries(headers).filter(([name]) => name.startsWith(RETRY_AFTER));
  // Waits, no amounts.
  const waits = told.filter(([, seconds]) => /^\d{1,6}$/.test(seconds)).map(([, seconds]) => Number(seconds) * 1_000);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function rowOf(positions: readonly Position[], symbol: string): Position | undefined {
  return positions.find((position) => position.symbol === symbol);
}

/**
 * Flat symbols have a row too. Leverage zero is cross at the most there is, which is no number; where that is the only cross
 * there is, an account that wants cross has no leverage set, also while the flat symbol is still isolated.
 */
function settingsFor(wanted: MarginMode, { leverageInCross }: VenueTraits, row: Position | undefined): VenueSettings {
  if (row === undefined) return {};
  const { posMode: told = "OneWay" } = jsonOf(row.info);
  const isLeft = leverageInCross === false && wanted === "cross" && mapPosition(row) === undefined;
  return {
    ...(isLeft ? {} : leverageOf(leverageIn(row))),
    marginMode: row.marginMode === "isolated" ? "isolated" : "cross",
    // Coin-margined contracts tell none, for they have no hedge mode (contracts.ts).
    positionMode: positionModeOf(told, { oneWay: ["oneway"], hedge: ["hedged"] }),
  };
}

function leverageIn({ leverage }: Position): number {
  return Math.round(Number(leverage));
}

/** Keeps the leverage that is set, unless a new one is named. */
async function setMarginMode(
  client: PhemexClient,
  symbol: string,
  { leverage, marginMode }: { readonly leverage: number | undefined; readonly marginMode: MarginMode },
): Promise<unknown> {
  const row = leverage === undefined ? rowOf(await client.fetchPositions(), symbol) : undefined;
  const kept = row === undefined ? {} : leverageOf(leverageIn(row));
  return client.setLeverage(client.signedLeverage(leverage ?? kept.leverage ?? 1, marginMode), symbol);
}
