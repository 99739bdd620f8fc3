// Binance's own codes, where ccxt's class says too little or the wrong thing. No code that our calls can meet means one thing
// in USDⓈ-M and another in COIN-M, so both have one table. Source: https://developers.binance.com/docs/derivatives/ with
// usds-margined-futures/error-code, coin-margined-futures/error-code, and their general-info (HTTP 503).
import type { Meanings } from "../../meaning.ts";
import { ALREADY_SO, HELD_BY_ORDERS, RULES_CHANGED, TOO_MANY_ORDERS, verdict } from "../../verdict.ts";

const THIN_BOOK = verdict("PRICE_UNAVAILABLE", { hint: "the book is too thin right now" });
const CAPPED = verdict("LEVERAGE_REFUSED", { hint: "Binance allows this account less leverage" });
const REDUCE_ONLY = verdict("VENUE_REJECTED", { hint: "Binance lets this account only reduce here" });
const LOWERED_ISOLATED = verdict("LEVERAGE_REFUSED", { hint: "close the isolated position first" });
const NOT_AGREED = verdict("PERMISSION_DENIED", {
  hint: "agree to the terms of these contracts once, where Binance's page of the contract asks for it; then send the alert again",
});

export const BINANCE_VERDICTS: Meanings = {
  // May have been executed. -1001 is documented as a failure, but only under HTTP 503; looking costs seconds, a double costs money.
  "-1000": verdict("OUTCOME_UNKNOWN"),
  "-1001": verdict("OUTCOME_UNKNOWN"),
  "-1006": verdict("OUTCOME_UNKNOWN"),
  "-1007": verdict("OUTCOME_UNKNOWN"),
  "-1010": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass.
  "-1003": verdict("RATE_LIMITED"),
  "-1004": verdict("VENUE_BUSY"),
  "-1008": verdict("VENUE_BUSY"),
  "-1015": verdict("RATE_LIMITED"),
  "-1016": verdict("VENUE_BUSY"),
  "-1021": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),
  "-5028": verdict("CLOCK_SKEW", { hint: "this machine's clock is off, or the way to Binance is slow" }),
  "-2023": verdict("VENUE_BUSY", { hint: "the account is being liquidated" }),
  "-1112": THIN_BOOK,
  "-2020": THIN_BOOK,
  "-5021": THIN_BOOK,
  "-5041": THIN_BOOK,
  "-4131": THIN_BOOK,
  "-4113": THIN_BOOK, // COIN-M

  // Post-only, and would have traded. https://github.com/enarjord/passivbot/issues/437 and
  // https://github.com/binance/binance-futures-connector-java/issues/51 show it with the order it answers.
  "-5022": verdict("POST_ONLY_REFUSED"),

  // Too big.
  "-2010": verdict("FUNDS_INSUFFICIENT"),
  "-2018": verdict("FUNDS_INSUFFICIENT"),
  "-2019": verdict("FUNDS_INSUFFICIENT"),
  "-2027": verdict("POSITION_TOO_LARGE"),
  "-2028": verdict("FUNDS_INSUFFICIENT"),
  "-4050": verdict("FUNDS_INSUFFICIENT"),
  "-4051": verdict("FUNDS_INSUFFICIENT"),
  "-4005": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),

  // Already there, or already gone.
  "-4116": verdict("DUPLICATE_ORDER"),
  "-2022": verdict("NOTHING_TO_REDUCE"),
  "-2024": verdict("NOTHING_TO_REDUCE"),
  "-4118": HELD_BY_ORDERS,
  "-4112": HELD_BY_ORDERS, // COIN-M
  "-2011": verdict("ORDER_NOT_FOUND"),
  "-2013": verdict("ORDER_NOT_FOUND"),
  "-4046": ALREADY_SO,
  "-4059": ALREADY_SO,

  // Against the market's rules: ours may be out of date.
  "-1013": verdict("ORDER_INVALID", RULES_CHANGED),
  "-4002": verdict("ORDER_INVALID", RULES_CHANGED),
  "-4013": verdict("ORDER_INVALID", RULES_CHANGED),
  "-4016": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "-4024": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "-4023": verdict("ORDER_INVALID", RULES_CHANGED),
  "-2025": TOO_MANY_ORDERS,
  "-1122": verdict("VENUE_REJECTED", RULES_CHANGED),
  "-1111": verdict("ORDER_INVALID", RULES_CHANGED),
  "-1121": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "-4003": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "-4004": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "-4014": verdict("ORDER_INVALID", RULES_CHANGED),
  "-4140": verdict("VENUE_REJECTED", RULES_CHANGED),
  "-4141": verdict("VENUE_REJECTED", RULES_CHANGED),
  "-4164": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "-4178": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED), // COIN-M

  // The account is not set up for it. ccxt calls a second -2015 a rate limit.
  "-1022": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "-2014": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "-2015": verdict("AUTHENTICATION_FAILED", {
    hint: "check API_KEY, its futures permission and its list of allowed IP addresses; keys of demo trading need EXCHANGE binancedemo; where ACCOUNT_TYPE is set, take it away: whook finds it out",
  }),
  "-1002": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "-2017": verdict("AUTHENTICATION_FAILED", { hint: "the key is locked: make a new one on Binance" }),
  "-4109": verdict("PERMISSION_DENIED", { hint: "transfer money into the futures wallet first" }),
  // What this account, or anyone in this market, may not open: the keys are in order.
  "-4087": REDUCE_ONLY,
  "-4089": REDUCE_ONLY, // COIN-M
  "-4088": verdict("VENUE_REJECTED", { hint: "Binance lets this account place no orders now" }),
  "-4090": verdict("VENUE_REJECTED", { hint: "Binance lets this account place no orders now" }), // COIN-M
  "-4192": verdict("VENUE_REJECTED", { hint: "the account is in its cooling-off period" }),
  "-4400": verdict("VENUE_REJECTED", { hint: "Binance's trading rules let this account only reduce for a while" }),
  "-4401": REDUCE_ONLY,
  "-4402": verdict("VENUE_REJECTED", { hint: "this market is not offered where the account is" }),
  // "Please sign TradFi-Perps agreement contract": https://github.com/freqtrade/freqtrade/issues/12900
  "-4411": NOT_AGREED,
  "-4531": NOT_AGREED,
  "-4061": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
  // USDⓈ-M and COIN-M share the mode: https://developers.binance.com/docs/derivatives/coin-margined-futures/Important-CM-UM-Integration-Notice
  "-4067": verdict("HEDGE_MODE", { hint: "cancel all open orders first, in USDⓈ-M and COIN-M" }),
  "-4068": verdict("HEDGE_MODE", { hint: "close all open positions first, in USDⓈ-M and COIN-M" }),
  "-4028": verdict("LEVERAGE_REFUSED"),
  "-4202": CAPPED,
  "-4203": CAPPED,
  "-4205": CAPPED,
  "-4206": CAPPED,
  "-4208": CAPPED,
  "-4209": CAPPED,
  "-4403": CAPPED,
  "-4194": CAPPED, // COIN-M, as are the next three
  "-4195": CAPPED,
  "-4200": CAPPED,
  "-4201": CAPPED,
  "-4161": LOWERED_ISOLATED,
  "-4150": LOWERED_ISOLATED, // COIN-M
  "-4047": verdict("MARGIN_MODE_REFUSED", { hint: "cancel the open orders first" }),
  "-4048": verdict("MARGIN_MODE_REFUSED", { hint: "close the position first" }),
  "-4168": verdict("MARGIN_MODE_REFUSED", { hint: "switch the account to single-asset mode" }),
};
