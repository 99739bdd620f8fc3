// The one way below ccxt's root, which exports all of its exchanges at once: importing it would put every venue's code
// into each function and each process (docs/adr/0038-below-ccxts-root.md). Errors and types come from here. A venue's class is
// imported as a value by that venue's own venue.ts or client.ts alone, so that it is loaded with that venue only.

export type { Exchange as CcxtClient } from "../../../node_modules/ccxt/js/src/base/Exchange.js";
export {
  AccountSuspended,
  ArgumentsRequired,
  AuthenticationError,
  BadRequest,
  BadSymbol,
  DDoSProtection,
  DuplicateOrderId,
  ExchangeError,
  InsufficientFunds,
  InvalidNonce,
  InvalidOrder,
  NoChange,
  NotSupported,
  OnMaintenance,
  OperationFailed,
  OperationRejected,
  OrderNotFound,
  PermissionDenied,
  RateLimitExceeded,
} from "../../../node_modules/ccxt/js/src/base/errors.js";
export type {
  Balances,
  Dict,
  Int,
  Market,
  MarketInterface,
  Num,
  Order,
  OrderSide,
  OrderType,
  Position,
  Str,
  Trade,
} from "../../../node_modules/ccxt/js/src/base/types.js";
export type { default as BinanceClient } from "../../../node_modules/ccxt/js/src/binance.js";
export type { default as BingxClient } from "../../../node_modules/ccxt/js/src/bingx.js";
export type { default as BitgetClient } from "../../../node_modules/ccxt/js/src/bitget.js";
export type { default as BybitClient } from "../../../node_modules/ccxt/js/src/bybit.js";
export type { default as KrakenClient } from "../../../node_modules/ccxt/js/src/krakenfutures.js";
export type { default as KucoinFuturesClient } from "../../../node_modules/ccxt/js/src/kucoinfutures.js";
export type { default as OkxClient } from "../../../node_modules/ccxt/js/src/okx.js";
