import type { Trade } from "../core/trade/trade.ts";

/** A column of an exported file. Decimals stay text: a float would change them. */
export interface TradeColumn {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "TIMESTAMP";
  /** Whether whook alone writes what is in it: a number, a time, an id or one of its own words, none of which needs a quote. */
  readonly isPlain: boolean;
  read(trade: Trade): string | number | undefined;
}

const own = (name: keyof Trade): TradeColumn => ({
  name,
  type: "STRING",
  isPlain: true,
  read: (trade) => trade[name] as string | undefined,
});
/** What users and exchanges write as they like. */
const text = (name: keyof Trade): TradeColumn => ({ ...own(name), isPlain: false });
const whole = (name: keyof Trade): TradeColumn => ({
  name,
  type: "INT32",
  isPlain: true,
  read: (trade) => trade[name] as number | undefined,
});
const time = (name: keyof Trade): TradeColumn => ({ ...own(name), type: "TIMESTAMP" });
const made = (name: string, read: TradeColumn["read"]): TradeColumn => ({ name, type: "STRING", isPlain: false, read });

/** One row is one trade; the fee is two columns, lists are words apart by spaces or semicolons. */
export const TRADE_COLUMNS: readonly TradeColumn[] = [
  ...(["orderId", "alertId"] as const).map(own),
  whole("line"),
  ...(["text", "account", "exchange", "symbol"] as const).map(text),
  own("command"),
  text("tag"),
  ...(["side", "orderType", "status", "code"] as const).map(own),
  text("reason"),
  ...(["requestedContracts", "sentContracts", "filledContracts"] as const).map(own),
  made("notes", ({ notes }) => notes.join("; ")),
  made("warnings", ({ warnings }) => warnings.join("; ")),
  ...(["averagePrice", "receiptPrice", "alertPrice", "slippageBps", "alertSlippageBps", "notional"] as const).map(own),
  made("feeCost", ({ fee }) => fee?.cost),
  made("feeCurrency", ({ fee }) => fee?.currency),
  whole("leverage"),
  own("margin"),
  text("settle"),
  ...(["realizedProfit", "netProfit", "closedContracts", "outsideContracts", "positionMoved"] as const).map(own),
  whole("attempts"),
  made("clientOrderIds", ({ clientOrderIds }) => clientOrderIds.join(" ")),
  ...(["receivedAt", "firstAttemptAt", "submittedAt", "filledAt", "endedAt"] as const).map(time),
  ...(["makerContracts", "lockSaving"] as const).map(own),
];
