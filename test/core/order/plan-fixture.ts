import type { AlertOrder, Quantity, TradeOrder } from "../../../lib/core/alert/alert-order.ts";
import type { PlanAccount, PlanInput, PlanMarket } from "../../../lib/core/order/plan.ts";

/** One contract is one ETH; minimum 0.01 contracts and 5 USDT. */
export const MARKET: PlanMarket = {
  contractSize: "1",
  contractStep: "0.001",
  minContracts: "0.01",
  minNotional: "5",
  maxLeverage: 50,
  inverse: false,
};
/** One contract is 100 USD of BTC. */
export const INVERSE: PlanMarket = {
  contractSize: "100",
  contractStep: "1",
  minContracts: "1",
  maxLeverage: 100,
  inverse: true,
};

export const ACCOUNT: PlanAccount = {
  equity: "1000",
  free: "1000",
  leverage: 3,
  marginMode: "isolated",
  positionMode: "one-way",
  othersOpen: false,
  wanted: { marginMode: "isolated" },
};

const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false };

export function quantity(text: string): Quantity {
  const [, value = "", unit = ""] = /^(-?[\d.]+)([$@%]?)$/.exec(text) ?? [];
  if (unit === "@") return { value, unit: "contracts" };
  if (unit === "%") return { value, unit: "percent", basis: "collateral" };
  if (unit === "$") return { value, unit: "quote", basis: "collateral" };
  return { value, unit: "base", basis: "nominal" };
}

export function trade(side: "buy" | "sell", size: string, change: Partial<TradeOrder> = {}): TradeOrder {
  return { ...base, command: side, side, quantity: quantity(size), ...change };
}

export function position(size: string, change: { leverage?: number; reduceOnly?: boolean } = {}): AlertOrder {
  return { ...base, command: "position", quantity: quantity(size), ...change };
}

/** @param size - a bare number is a percentage; `"0.1 base"`, `"5$"`, `"7@"` an amount. */
export function close(size?: string): AlertOrder {
  const part = size === undefined ? {} : { quantity: closeQuantity(size) };
  return { ...base, command: "close", ...part, reduceOnly: true };
}

function closeQuantity(size: string): Quantity {
  const { value, unit } = quantity(size.replace(" base", ""));
  return { value, unit: unit === "base" && !size.endsWith(" base") ? "percent" : unit };
}

export function changeLeverage(leverage: number): AlertOrder {
  return { ...base, command: "changeleverage", leverage };
}

export function cancel(id: string): AlertOrder {
  return { ...base, command: "cancel", cancel: id };
}

/** A book around 2000 and a flat account of 1000, changed as given. */
export function planInput(
  order: AlertOrder,
  change: Partial<PlanInput> & { readonly set?: Partial<PlanAccount> } = {},
): PlanInput {
  const { set = {}, ...rest } = change;
  return {
    order,
    market: MARKET,
    account: { ...ACCOUNT, ...set },
    position: "0",
    price: { bid: "1999", ask: "2001" },
    ...rest,
  };
}
