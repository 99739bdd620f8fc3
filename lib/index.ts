// The public library: what programs may build on. Nothing here mentions ccxt or AWS.
export type { AlertAccount, AlertIssue, AlertOrder, ParsedAlert, Quantity } from "./core/alert/alert-order.ts";
export { formatAlert } from "./core/alert/format-alert.ts";
export { parseAlert } from "./core/alert/parse-alert.ts";
export type { DecimalString } from "./core/decimal.ts";
export type { VenueTraits } from "./core/market/venue-table.ts";
export type { Plan, PlanInput, Step } from "./core/order/plan.ts";
export { planOrder } from "./core/order/plan-order.ts";
export type { Trade } from "./core/trade/trade.ts";
export type { VenueBalance, VenuePosition } from "./ports/exchange.ts";
export { type AccountEngine, type AccountEntry, openAccount, type TextResult } from "./runtime/open-account.ts";
