import type { Trade } from "../core/trade/trade.ts";

/** A column of an exported file. Decimals stay text: a float would change them. */
export interface TradeColumn {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "TIMESTAMP";
  read(trade: Trade): string | number | undefined;
}

const text = (name: keyof Trade): TradeColumn => ({
  name,
  type: "STRING",
  read: (trade) => trade[name] as string | undefined,
});
const whole = (name: keyof Trade): TradeColumn => ({
  name,
  type: "INT32",
  read: (trade) => trade[name] as number | undefined,
});
const time = (name: keyof Trade): TradeColumn => ({
  name,
  type: "TIMESTAMP",
  read: (trade) => trade[name] as string | undefined,
});

/** One row is one trade; the fee is two columns, lists are words apart by spaces or semicolons. */
export const TRADE_COLUMNS: readonly TradeColumn[] = [
  ...(["orderId", "alertId"] as const).map(text),
  whole("line"),
  ...(["text", "account", "exchange", "symbol", "command", "tag", "side", "orderType"] as const).map(text),
  ...(["status", "code", "reason", "requestedContracts", "sentContracts", "filledContracts"] as const).map(text),
  { name: "notes", type: "STRING", read: ({ notes }) => notes.join("; ") },
  { name: "warnings", type: "STRING", read: ({ warnings }) => warnings.join("; ") },
  ...(["averagePrice", "receiptPrice", "alertPrice", "slippageBps", "alertSlippageBps", "notional"] as const).map(text),
  { name: "feeCost", type: "STRING", read: ({ fee }) => fee?.cost },
  { name: "feeCurrency", type: "STRING", read: ({ fee }) => fee?.currency },
  whole("leverage"),
  ...(["margin", "settle", "realizedProfit", "netProfit", "closedContracts"] as const).map(text),
  ...(["outsideContracts", "positionMoved"] as const).map(text),
  whole("attempts"),
  { name: "clientOrderIds", type: "STRING", read: ({ clientOrderIds }) => clientOrderIds.join(" ") },
  ...(["receivedAt", "firstAttemptAt", "submittedAt", "filledAt", "endedAt"] as const).map(time),
  ...(["makerContracts", "lockSaving"] as const).map(text),
];
