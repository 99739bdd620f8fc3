// BingX changes the margin mode of a symbol, and the position mode of the account, only while nothing is open. It says so
// under codes that stand for passing faults as well: 80001 ("the account has positions or pending orders", "the current
// system is busy"), of late 109400 and 104103 (https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html;
// https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md). What is open tells which it was.

import { decimal, ZERO } from "../../../../core/decimal.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import { type BingxClient, ExchangeError } from "../../ccxt.ts";
import { VerdictError } from "../../venue-errors.ts";
import { verdict } from "../../verdict.ts";

const HINT = "close the positions and cancel the open orders first";

export async function setBingxMarginMode(
  client: BingxClient,
  symbol: string,
  marginMode: MarginMode,
): Promise<unknown> {
  const change = () => client.setMarginMode(marginMode, symbol);
  return whileNothingIsOpen(client, change, { code: "MARGIN_MODE_REFUSED", symbol });
}

export async function setOneWayMode(client: BingxClient): Promise<unknown> {
  return whileNothingIsOpen(client, () => client.setPositionMode(false), { code: "HEDGE_MODE" });
}

/** @throws VerdictError when BingX refused and something is open: for good then; else what ccxt threw. */
async function whileNothingIsOpen(
  client: BingxClient,
  change: () => Promise<unknown>,
  { code, symbol }: { readonly code: "HEDGE_MODE" | "MARGIN_MODE_REFUSED"; readonly symbol?: string },
): Promise<unknown> {
  try {
    return await change();
  } catch (error) {
    // Anything else is no refusal: a lost answer, a busy gateway.
    const isRefused = error instanceof ExchangeError && (await isAnythingOpen(client, symbol));
    throw isRefused ? new VerdictError(verdict(code, { hint: HINT }), error) : error;
  }
}

/** In the symbol, or anywhere; no, when that cannot be read. */
async function isAnythingOpen(client: BingxClient, symbol?: string): Promise<boolean> {
  try {
    const [positions, orders] = await Promise.all([client.fetchPositions(), client.fetchOpenOrders(symbol)]);
    const held = positions.filter(({ contracts }) => !decimal(String(contracts ?? "0")).eq(ZERO));
    return orders.length > 0 || held.some((position) => symbol === undefined || position.symbol === symbol);
  } catch {
    return false; // The refusal is then judged by its code alone.
  }
}
