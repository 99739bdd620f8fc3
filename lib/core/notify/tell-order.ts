import { decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { OrderRecord } from "../execution/order-record.ts";
import { positionLeft } from "../execution/position-left.ts";
import { type Trade, tradeOf } from "../trade/trade.ts";
import { capital } from "../words.ts";
import type { Notification, NotifyEvent } from "./notification.ts";
import { signedAmount } from "./signed-amount.ts";

/** What there is to tell of an order; undefined when its state is none that people are notified of. */
export function tellOrder(record: OrderRecord): Notification | undefined {
  const event = eventOf(record);
  if (event === undefined) return undefined;
  const { orderId, alertId, account, symbol, version, receivedAt, state } = record;
  return {
    key: `${orderId}@${version}`,
    event,
    at: state.endedAt ?? receivedAt,
    text: textOf(event, tradeOf(record), positionOf(record)),
    account,
    symbol,
    orderId,
    alertId,
  };
}

function eventOf({ state: { status, code } }: OrderRecord): NotifyEvent | undefined {
  if (code === "OUTCOME_UNKNOWN") return "unknown-outcome";
  return status === "filled" || status === "rejected" || status === "expired" ? status : undefined;
}

function textOf(event: NotifyEvent, trade: Trade, position: readonly string[]): string {
  const { account, symbol, command, reason, orderId } = trade;
  const line = `Line: ${trade.text.trim()}`;
  const more = `More: whook order ${orderId}`;
  const because = reason === undefined ? "" : `: ${reason}`;
  switch (event) {
    case "filled":
      return [
        `Filled: ${account} ${symbol} ${command}, ${fillOf(trade)}.`,
        ...lockOf(trade),
        ...(trade.code === "FILLED" || reason === undefined ? [] : [`Why not all of it (${trade.code}): ${reason}.`]),
        ...position,
        ...profitOf(trade),
        ...feeOf(trade),
        line,
      ].join("\n");
    case "unknown-outcome":
      return [
        `PLEASE CHECK: it is not known whether ${account} ${symbol} ${command} was carried out${because}.`,
        "Look at the position on the exchange.",
        line,
        more,
      ].join("\n");
    default: {
      const filled = trade.filledContracts === "0" ? "Nothing was filled." : `Partly filled: ${fillOf(trade)}.`;
      return [
        `${capital(event)}: ${account} ${symbol} ${command}${because}.`,
        filled,
        ...lockOf(trade),
        ...position,
        ...profitOf(trade),
        line,
        more,
      ].join("\n");
    }
  }
}

function fillOf({ filledContracts, requestedContracts, averagePrice, leverage }: Trade): string {
  const of = filledContracts === requestedContracts ? "" : ` of ${requestedContracts}`;
  const price = averagePrice === undefined ? "" : ` at ${averagePrice}`;
  const lever = leverage === undefined ? "" : ` (x${leverage})`;
  return `${filledContracts}${of} contracts${price}${lever}`;
}

/** What the price lock was good for; nothing where all went at market. */
function lockOf({ makerContracts = "0", filledContracts, lockSaving, settle }: Trade): readonly string[] {
  if (makerContracts === "0") return [];
  const saved = lockSaving === undefined ? "" : `, ${signedAmount(lockSaving)} ${settle} against the price at receipt`;
  return [`As a maker: ${makerContracts} of ${filledContracts} contracts${saved}`];
}

/** What the fill left; nothing where that is not known. */
function positionOf(record: OrderRecord): readonly string[] {
  const left = positionLeft(record);
  if (left === undefined) return [];
  const position = decimal(left);
  const side = position.gt(ZERO) ? "long" : "short";
  return [`Position after it: ${position.eq(ZERO) ? "flat" : `${side} ${formatDecimal(position.abs())} contracts`}`];
}

/** What closing made; nothing of an order that closed nothing. */
function profitOf({
  realizedProfit,
  netProfit,
  closedContracts = "0",
  outsideContracts,
  settle,
}: Trade): readonly string[] {
  const net =
    netProfit === undefined || netProfit === realizedProfit
      ? ""
      : `, ${signedAmount(netProfit)} ${settle} net of its fee`;
  const made =
    realizedProfit === undefined || closedContracts === "0"
      ? []
      : [`Realised profit: ${signedAmount(realizedProfit)} ${settle}${net}`];
  const outside =
    outsideContracts === undefined
      ? []
      : [`Closed ${outsideContracts} contracts that whook had not opened: their profit is not known`];
  return [...made, ...outside];
}

function feeOf({ fee }: Trade): readonly string[] {
  return fee === undefined ? [] : [`Fee: ${fee.cost} ${fee.currency}`];
}
