// One row per EXCHANGE name of accounts.json: what the grammar, the planner and the worker must know of a venue
// without calling it. A new venue is one row here, one folder in adapters/ccxt/venues and one simulator.
import type { AccountType } from "./account-type.ts";

/** How long a venue may deny knowing an order it has taken, unless its row says otherwise, milliseconds. */
export const LOOK_UP_GRACE_MS = 5_000;

/** How a venue differs where planning and execution can see it. Every field has the common case as its default. */
export interface VenueTraits {
  /** One market order may close a position and open the opposite one. @default true */
  readonly reversesInOneOrder?: boolean;
  /** Leverage travels with the order; there is no setting to change. `isolated`: only with isolated margin. @default false */
  readonly leverageOnOrder?: boolean | "isolated";
  /**
   * Whether the API can change a symbol's margin mode, and how. `on-order`: sent with each order. `setting-and-order`:
   * set for the symbol, and each order must name the same. `account`: one setting for the whole account, so it stays
   * while positions in other symbols are open. @default "setting"
   */
  readonly marginMode?: "setting" | "on-order" | "setting-and-order" | "account" | "fixed";
  /** Setting the margin mode sets the leverage named with it, so that it is not set once more. @default false */
  readonly leverageWithMarginMode?: true;
  /** Whether a leverage can be set for cross margin too; else what the market allows holds there. @default true */
  readonly leverageInCross?: boolean;
  /** Whether the API can switch hedge mode to one-way. @default true */
  readonly setsPositionMode?: boolean;
  /** Whether the position mode is one for the account's settle coin, or each symbol's own. @default "account" */
  readonly positionModeOf?: "account" | "symbol";
  /** How long the venue may deny knowing an order it has taken, milliseconds. @default {@link LOOK_UP_GRACE_MS} */
  readonly lookUpGraceMs?: number;
  /** A name stays taken when its order has ended; used again it goes out as an id of ours. @default free once it is not open */
  readonly keepsNames?: true;
  /** When the venue keeps no order that was cancelled before any of it filled. @default as long as it is followed */
  readonly forgetsUnfilled?: Forgetting;
}

/** An order the venue took, knows no longer and lists no fills of was cancelled unfilled, when it was placed so long ago. */
export interface Forgetting {
  /** Younger ones are always known, milliseconds. */
  readonly fromMs: number;
  /** Of older ones nothing is known, whatever became of them, milliseconds. @default no such age */
  readonly toMs?: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A venue's rule for the name of a limit order. */
export interface CustomIdRule {
  /** Matches a whole acceptable id. */
  readonly pattern: RegExp;
  /** What is allowed, for error messages: "letters and digits, at most 32". */
  readonly allowed: string;
  /** The venue lowers ids; so do we, on placing and on cancelling. */
  readonly lowerCase?: true;
}

/** The only settle coins whook trades on a venue. */
export interface SettleRule {
  readonly coins: readonly string[];
  /** What speaks against the others, for error messages. */
  readonly because: string;
}

/** What is known of a venue without asking it. */
export interface VenueFacts {
  /** The settle coin when the account names none. */
  readonly defaultSettle: string;
  /** Absent: those the venue has markets in. */
  readonly settle?: SettleRule;
  /** Each API key has a passphrase, which every request is signed with: the account's PASSWORD. */
  readonly keysHavePassphrase?: true;
  /** The types of accounts the venue trades over an API of their own, the one taken for granted first. @default one for all */
  readonly accountTypes?: readonly AccountType[];
  /** Places whose accounts live on a host of their own, `global` first: the account's REGION. @default one for all */
  readonly regions?: readonly string[];
  /** The settle coin of a region whose accounts trade in another than the others. */
  readonly regionSettle?: Readonly<Record<string, string>>;
  /** What is said of a name whose host the venue has closed, and what to use in its place. */
  readonly closed?: string;
  /** Other names of settle coins, as a demo calls them. */
  readonly settleNames?: Readonly<Record<string, string>>;
  readonly customId: CustomIdRule;
  /** What TradingView writes behind the ticker of the venue's perpetuals. @default ".P" */
  readonly chartMark?: string;
  readonly traits: VenueTraits;
}

const LETTERS_DIGITS_DASH: CustomIdRule = {
  pattern: /^[A-Za-z0-9_-]{2,30}$/,
  allowed: "letters, digits, - and _, 2 to 30 characters",
};
const ANY_VISIBLE: CustomIdRule = {
  pattern: /^[\x21-\x39\x3b-\x7e]{2,30}$/,
  allowed: "visible ASCII characters, 2 to 30",
};

const binance: VenueFacts = {
  defaultSettle: "USDT",
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Order: ^[\.A-Z\:/a-z0-9_-]{1,36}$; the
  // same in coin-margined-futures
  customId: { pattern: /^[.A-Za-z0-9/_-]{2,30}$/, allowed: "letters, digits and . / _ -, 2 to 30 characters" },
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Order: not found when cancelled
  // without a fill and placed 3 days ago, or placed 90 days ago; the same in coin-margined-futures
  traits: { forgetsUnfilled: { fromMs: 3 * DAY_MS, toMs: 90 * DAY_MS } },
};
const bybit: VenueFacts = {
  defaultSettle: "USDT",
  // https://bybit-exchange.github.io/docs/v5/guide: the hosts of users in Georgia, Hong Kong, Kazakhstan, the Netherlands, ...
  regions: ["global", "eu", "nl", "tr", "kz", "ge", "ae", "id", "hk"],
  // https://bybit-exchange.github.io/docs/v5/order/create-order: orderLinkId, up to 36; unique for good, done orders included
  customId: LETTERS_DIGITS_DASH,
  // https://bybit-exchange.github.io/docs/v5/account/set-margin-mode
  traits: { reversesInOneOrder: false, marginMode: "account", keepsNames: true },
};
const bitget: VenueFacts = {
  defaultSettle: "USDT",
  // https://www.bitget.com/api-doc/common/signature: ACCESS-PASSPHRASE
  keysHavePassphrase: true,
  // https://www.bitget.com/api-doc/uta/intro: a unified account takes no call of the classic one, and the other way round
  accountTypes: ["classic", "unified"],
  // https://www.bitget.com/api-doc/contract/error-code/restapi: 40305, at most 64 characters and none from Mars
  customId: LETTERS_DIGITS_DASH,
  // https://www.bitget.com/api-doc/contract/trade/Place-Order: `marginMode` is required, beside the symbol's own setting
  // ... 40786: a clientOid is taken for good
  traits: { marginMode: "setting-and-order", keepsNames: true },
};
const okx: VenueFacts = {
  defaultSettle: "USDT",
  // https://www.okx.com/docs-v5/en/#overview-rest-authentication: OK-ACCESS-PASSPHRASE
  keysHavePassphrase: true,
  // https://www.okx.com/docs-v5/en/#overview-production-trading-services, and ccxt's myokx and okxus: a key is known on its own host only
  regions: ["global", "eea", "us"],
  // The X-Perps, which settle in USDC.
  regionSettle: { eea: "USDC" },
  // https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order: clOrdId, case-sensitive alphanumerics, up to 32
  customId: { pattern: /^[A-Za-z0-9]{2,30}$/, allowed: "letters and digits only, 2 to 30 characters" },
  // https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-history-last-7-days: those cancelled without a fill are kept
  // for 2 hours; fills are listed for 3 days
  traits: {
    reversesInOneOrder: false,
    marginMode: "on-order",
    forgetsUnfilled: { fromMs: 2 * HOUR_MS, toMs: 3 * DAY_MS },
  },
};
const phemex: VenueFacts = {
  defaultSettle: "USDT",
  // https://phemex-docs.github.io/#place-order-http-put-prefered-3: clOrdID, at most 40; no word on characters
  customId: LETTERS_DIGITS_DASH,
  // Orders are looked up in reports, which are behind; nobody says by how much.
  // ... a position mode is a symbol's: https://phemex-docs.github.io/#switch-position-mode-synchronously
  // A leverage above zero is isolated margin, one below it cross: https://phemex-docs.github.io/#set-leverage
  traits: { lookUpGraceMs: 10_000, leverageWithMarginMode: true, positionModeOf: "symbol" },
};
const krakenfutures: VenueFacts = {
  defaultSettle: "USD",
  // https://docs.kraken.com/api-reference/order-management/send-order: cliOrdId, at most 100 characters
  customId: ANY_VISIBLE,
  chartMark: ".PM",
  // A leverage preference means isolated margin, none means cross:
  // https://docs.kraken.com/api-reference/multi-collateral/set-leverage-settings
  traits: { setsPositionMode: false, leverageInCross: false, leverageWithMarginMode: true },
};

const bingx: VenueFacts = {
  defaultSettle: "USDT",
  // docs/adr/0010-bingx-coin-m-is-not-traded.md
  settle: {
    coins: ["USDT", "USDC"],
    because: "BingX's API takes no reduce-only order on coin-margined perpetuals, so a close could open the other side",
  },
  // https://bingx-api.github.io/docs/#/en-us/swapV2/trade-api.html: clientOrderId, 1 to 40 characters, converted to lower case
  // ... and unique for good
  customId: { ...LETTERS_DIGITS_DASH, lowerCase: true },
  traits: { reversesInOneOrder: false, keepsNames: true },
};

/** Every EXCHANGE name accounts.json may hold. */
export const VENUES = {
  paper: { defaultSettle: "USDT", customId: ANY_VISIBLE, traits: {} },
  // https://developers.binance.com/docs/derivatives/portfolio-margin/general-info: such an account is traded over papi only; none is in the demo
  binance: { ...binance, accountTypes: ["classic", "portfolio"] },
  binancedemo: binance,
  bybit,
  bybitdemo: bybit,
  bybitdemotrading: bybit,
  bitget,
  bitgetdemo: bitget,
  okx,
  okxdemo: okx,
  phemex,
  phemexdemo: phemex,
  kucoinfutures: {
    defaultSettle: "USDT",
    // https://www.kucoin.com/docs-new/authentication: KC-API-PASSPHRASE
    keysHavePassphrase: true,
    // https://www.kucoin.com/docs-new/api-3470235: clientOid, numbers, characters, _ and -, at most 40
    customId: LETTERS_DIGITS_DASH,
    // https://kucoin.zendesk.com/hc/en-us/articles/48009391212313: an order's leverage counts with isolated margin only
    traits: { leverageOnOrder: "isolated", marginMode: "setting-and-order" },
  },
  krakenfutures,
  // https://github.com/sieblyio/kraken-api/releases/tag/v1.1.7 and https://github.com/btschwertfeger/python-kraken-sdk/pull/448:
  // the host redirects to a page of kraken.com
  krakendemo: {
    ...krakenfutures,
    closed: "Kraken closed its futures demo on 14 July 2026: use paper, or the demo of another exchange",
  },
  // https://docs.coinex.com/api/v2/futures/order/http/put-order: client_id, letters, digits, - and _, 1 to 32 (the original's digits only are of an older API)
  coinex: {
    defaultSettle: "USDT",
    customId: LETTERS_DIGITS_DASH,
    // https://docs.coinex.com/api/v2/futures/order/http/list-finished-order: those cancelled without a fill are not in it
    // https://docs.coinex.com/api/v2/futures/position/http/adjust-position-leverage: margin mode and leverage in one call
    traits: { setsPositionMode: false, leverageWithMarginMode: true, forgetsUnfilled: { fromMs: 0 } },
  },
  bingx,
  // Its money is VST, in contracts that are named after USDT: https://github.com/BingX-API/BingX-swap-api-doc/issues/7
  bingxdemo: { ...bingx, settleNames: { VST: "USDT" } },
} as const satisfies Record<string, VenueFacts>;

/** An EXCHANGE name that has a row. */
export type VenueName = keyof typeof VENUES;

/** The row of an EXCHANGE name, or undefined when there is none. */
export function findVenue(exchange: string): VenueFacts | undefined {
  return Object.hasOwn(VENUES, exchange) ? VENUES[exchange as VenueName] : undefined;
}

/** Why an account on the venue cannot settle in `settle`, in words; undefined: it can, as far as is known without asking. */
export function settleProblem(exchange: string, settle: string): string | undefined {
  const rule = findVenue(exchange)?.settle;
  if (rule === undefined || rule.coins.includes(settle)) return undefined;
  return `${settle} cannot be traded on ${exchange}: ${rule.because}; set SETTLE_COIN to ${rule.coins.join(" or ")}`;
}
