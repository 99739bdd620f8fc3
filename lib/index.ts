// The public library: what programs may build on. Nothing here mentions ccxt or AWS.

export type { LiveEvent, LiveKind } from "./app/live-event.ts";
export type { AccountEntry } from "./config/account-entry.ts";
export type { AlertAccount, AlertIssue, AlertOrder, ParsedAlert, Quantity } from "./core/alert/alert-order.ts";
export { formatAlert } from "./core/alert/format-alert.ts";
export { parseAlert } from "./core/alert/parse-alert.ts";
export type { DecimalString } from "./core/decimal.ts";
export type { Instrument } from "./core/market/instrument.ts";
export type { VenueTraits } from "./core/market/venue-table.ts";
export type { Plan, PlanInput, Step } from "./core/order/plan.ts";
export type { PlannedOrder } from "./core/order/plan-from.ts";
export { planOrder } from "./core/order/plan-order.ts";
export type { TradeStats } from "./core/trade/stats.ts";
export type { Trade } from "./core/trade/trade.ts";
export type { VenueBalance, VenuePosition } from "./ports/exchange.ts";
export type { BotAccount, HistoryFilter, TextResult, WaitOptions } from "./runtime/bot/bot-account.ts";
export { type ConnectOptions, connect } from "./runtime/bot/connect.ts";
export { createWebhook, type WebhookOptions } from "./runtime/bot/create-webhook.ts";
export {
  type AccountEngine,
  type BotAccounts,
  type OpenAccountOptions,
  type OwnAccounts,
  openAccount,
  openAccounts,
} from "./runtime/bot/open-accounts.ts";
export type {
  Amount,
  BuyOptions,
  CloseOptions,
  OrderOptions,
  Size,
  TradeOptions,
} from "./runtime/bot/order-words.ts";
export type { BotAccountFacts, OrderStory, PricesNow } from "./runtime/bot/questions.ts";
export { LineRefusedError, VenueError, WhookError } from "./runtime/bot/whook-error.ts";
