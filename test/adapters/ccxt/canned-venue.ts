// A Binance that answers one thing: markets are always there, every other request gets the canned answer.
import type { FetchImplementation, FetchResponse } from "../../../lib/adapters/ccxt/node-fetch.ts";
import { createMarkets, exchangeInfoOf } from "../../venues/binance/markets.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const MARKETS = JSON.stringify({
  symbols: [...createMarkets().values()].filter((row) => SYMBOLS.includes(row.instrument.symbol)).map(exchangeInfoOf),
});

export interface CannedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers `answer` to everything but the markets; a function may throw as a transport does. */
export function cannedFetch(answer: CannedAnswer | (() => CannedAnswer)): FetchImplementation {
  return async (url) => {
    if (url.includes("/exchangeInfo")) return response({ status: 200, body: MARKETS });
    if (url.includes("/leverageBracket")) return response({ status: 200, body: [] });
    return response(typeof answer === "function" ? answer() : answer);
  };
}

function response({ status, body, headers = {} }: CannedAnswer): FetchResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, statusText: "", headers, text: () => Promise.resolve(text) };
}
