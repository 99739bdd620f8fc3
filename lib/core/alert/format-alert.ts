import { decimal } from "../decimal.ts";
import type { AlertOrder, PositionOrder, Quantity } from "./alert-order.ts";
import { formatValue } from "./written-value.ts";

const SUFFIX = { base: "", quote: "$", contracts: "@", percent: "%" } as const;

/**
 * The line that means `order`: parsing it for the same accounts gives the order back.
 *
 * @example
 * formatAlert({ line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true, tag: "macd" });
 * // "demo ETH/USDT:USDT close tag:macd"
 */
export function formatAlert(order: AlertOrder): string {
  const words = [order.account, ...("symbol" in order ? [order.symbol] : []), ...commandWords(order)];
  if ("pricelock" in order && order.pricelock !== undefined) words.push(`pricelock:${order.pricelock}`);
  if (order.reduceOnly && order.command !== "close") words.push("reduce");
  if (order.key !== undefined) words.push(formatValue("id", order.key));
  if (order.at !== undefined) words.push(`at:${order.at}`);
  if (order.tag !== undefined) words.push(formatValue("tag", order.tag));
  if (order.price !== undefined) words.push(`price:${order.price}`);
  return words.join(" ");
}

function commandWords(order: AlertOrder): readonly string[] {
  switch (order.command) {
    case "buy":
    case "sell": {
      const { limit } = order;
      const limitWords = limit === undefined ? [] : [`limit:${limit.id}:${limit.price}`];
      return [order.command, ...quantityWords(order.quantity), ...leverageWords(order.leverage), ...limitWords];
    }
    case "position":
      return ["position", ...quantityWords(order.quantity), ...leverageWords(order.leverage), ...previousWords(order)];
    case "close":
      return order.quantity === undefined ? ["close"] : ["close", ...quantityWords(order.quantity)];
    case "cancel":
      return [`cancel:${order.cancel}`];
    case "changeleverage":
      return ["changeleverage", ...leverageWords(order.leverage)];
    case "closeall":
    case "pause":
    case "resume":
    case "closeonly":
      return [order.command];
  }
}

function quantityWords({ value, unit, basis }: Quantity): readonly string[] {
  const needsBasis = basis !== undefined && unit !== "percent";
  return [`${value}${SUFFIX[unit]}`, ...(needsBasis ? [basis] : [])];
}

function previousWords({ prev, prevIsSize }: PositionOrder): readonly string[] {
  if (prev === undefined) return [];
  if (prevIsSize === true || decimal(prev).lte("0")) return [`prev:${prev}`];
  return [`prev:long:${prev}`];
}

function leverageWords(leverage: number | undefined): readonly string[] {
  return leverage === undefined ? [] : [`x${leverage}`];
}
