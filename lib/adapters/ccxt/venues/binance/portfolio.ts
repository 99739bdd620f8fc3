// USDⓈ-M of a portfolio margin account: the same contracts over an API of its own (papi), with all of the account's coins as
// one margin, and cross margin only. https://developers.binance.com/docs/derivatives/portfolio-margin; ccxt 4.5.84 speaks it
// behind `portfolioMargin`, but takes the futures wallet for the balance and asks the classic API for the position mode.
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import type { UnixMs } from "../../../../core/ids.ts";
import type { AccountType } from "../../../../core/market/account-type.ts";
import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { Balances, BinanceClient, Trade } from "../../ccxt.ts";
import { jsonOf, refusalIn, rowsOf } from "../../json-reply.ts";
import { currentCall } from "../../venue-call.ts";
import type { AccountQuestion, AccountTypeQuestion, VenueFunds } from "../../venue-module.ts";
import { leverageOf } from "../../venue-values.ts";
import type { BinanceApi, BinanceSettings } from "./api.ts";
import { PORTFOLIO_LIMITS } from "./limits.ts";

/** "Invalid API-key, IP, or permissions for action": what either API answers a key of the other's accounts, and one that is wrong. */
const NOT_YOURS = "-2015";
const PAGE = 1_000;

export function openPortfolio(client: BinanceClient): BinanceApi {
  return {
    limits: PORTFOLIO_LIMITS,
    traits: { marginMode: "fixed" },
    readBrackets: () => client.papiGetUmLeverageBracket(),
    readTicker: (symbol) => client.fapiPublicGetTickerBookTicker({ symbol }),
    readAccount: () => client.papiGetAccount(),
    readBalance: async () => ({ info: await client.papiGetAccount() }) as Balances,
    fundsOf,
    readPositionMode: async () => jsonOf(await client.papiGetUmPositionSideDual()).dualSidePosition,
    readSymbolSettings: (venueSymbol) => readSymbolSettings(client, venueSymbol),
    positions: { readAllSettings: () => readAllSettings(client) },
    fetchFills: (symbol, venueOrderId, since) => fetchFills(client, { symbol, venueOrderId, since }),
    checkTrading: async (asked) => checkTrading(asked, jsonOf(await client.papiGetAccount())),
  };
}

/** Asked only when a key is refused: nearly all accounts are classic ones. */
export function binanceTypeQuestion(client: BinanceClient): AccountTypeQuestion {
  return {
    when: "refused",
    refusals: [NOT_YOURS],
    async ask(): Promise<AccountType> {
      try {
        await client.papiGetAccount();
        return "portfolio";
      } catch (error) {
        const reply = currentCall()?.replies.at(-1);
        if (reply !== undefined && refusalIn(reply, { code: "code", message: "msg" })?.code === NOT_YOURS)
          return "classic";
        throw error;
      }
    },
  };
}

/** All coins of the account together, in dollars: what is worth something as margin. */
function fundsOf({ info }: Balances): VenueFunds {
  const { accountEquity, totalAvailableBalance } = jsonOf(info);
  return {
    equity: formatDecimal(decimal(String(accountEquity))),
    free: formatDecimal(decimal(String(totalAvailableBalance))),
  };
}

/** The account lists the leverage of every symbol, flat ones too. */
async function readAllSettings(client: BinanceClient): Promise<Record<string, BinanceSettings>> {
  const { positions } = jsonOf(await client.papiGetUmAccount());
  return Object.fromEntries(rowsOf(positions).map((row) => [String(row.symbol), settingsOf(row)]));
}

async function readSymbolSettings(client: BinanceClient, symbol: string): Promise<BinanceSettings> {
  return (await readAllSettings(client))[symbol] ?? settingsOf({});
}

function settingsOf({ leverage }: Readonly<Record<string, unknown>>): BinanceSettings {
  return { ...leverageOf(leverage), marginMode: "cross" };
}

/** This API lists no fills of one order: they are picked from those of the symbol since. */
async function fetchFills(
  client: BinanceClient,
  asked: { readonly symbol: string; readonly venueOrderId: string; readonly since: UnixMs },
): Promise<readonly Trade[]> {
  const trades = await client.fetchMyTrades(asked.symbol, asked.since, PAGE);
  return trades.filter(({ order }) => order === asked.venueOrderId);
}

/** Account states: https://developers.binance.com/docs/derivatives/portfolio-margin/account/Account-Information */
function checkTrading(
  { marginMode }: AccountQuestion,
  { accountStatus }: Readonly<Record<string, unknown>>,
): readonly AccountFinding[] {
  return [
    { level: "ok", message: "a portfolio margin account: traded over Binance's papi" },
    accountStatus === undefined || accountStatus === "NORMAL"
      ? { level: "ok", message: "the account may trade futures" }
      : {
          level: "problem",
          message: `the account's state is ${String(accountStatus)}`,
          advice: "look at the margin of the account on Binance: what opens may be refused",
        },
    marginMode === "cross"
      ? { level: "ok", message: "cross margin" }
      : {
          level: "warning",
          message: "portfolio margin knows no isolated margin: orders go out with cross",
          advice: "set MARGIN_MODE to cross",
        },
  ];
}
