// What people read with any SQL tool: plain columns, decimals as text, times in ISO 8601 (UTC). docs/history.md asks them.
// Views hold no data: they are made anew whenever the form of the file changes.

/** Columns of `trades`, in order, and where each is in a trade's JSON. */
const TRADE_COLUMNS = [
  "order_id",
  "alert_id",
  "line",
  "text",
  "account",
  "exchange",
  "symbol",
  "settle",
  "command",
  "tag",
  "side",
  "order_type",
  "status",
  "code",
  "reason",
  "requested_contracts",
  "sent_contracts",
  "filled_contracts",
  "average_price",
  "receipt_price",
  "alert_price",
  "notional",
  "leverage",
  "margin",
  "realized_profit",
  "net_profit",
  "closed_contracts",
  "outside_contracts",
  "position_moved",
  "slippage_bps",
  "alert_slippage_bps",
  "maker_contracts",
  "lock_saving",
  "attempts",
  "received_at",
  "first_attempt_at",
  "submitted_at",
  "filled_at",
  "ended_at",
] as const;

/** In tables of their own names: what is filtered by is not looked for in the JSON. */
const PLAIN: ReadonlySet<string> = new Set(["order_id", "symbol", "status", "tag"]);

const FEE_COLUMNS = "trade ->> '$.fee.cost' AS fee, trade ->> '$.fee.currency' AS fee_currency";
/** Nothing where there is none, and of an order of a time that kept none. */
const WARNINGS = "(SELECT group_concat(value, '; ') FROM json_each(trade, '$.warnings')) AS warnings";
const STAGES = ["queued", "sending", "filling", "total"]
  .map((stage) => `trade ->> '$.stagesMs.${stage}' AS ${stage}_ms`)
  .join(", ");

function column(name: string): string {
  if (PLAIN.has(name)) return name;
  const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `trade ->> '$.${key}' AS ${name}`;
}

export const VIEWS = `
  DROP VIEW IF EXISTS trades;
  CREATE VIEW trades AS SELECT ${TRADE_COLUMNS.map(column).join(", ")}, ${FEE_COLUMNS}, ${STAGES}, ${WARNINGS}
    FROM ledger_order;

  DROP VIEW IF EXISTS orders;
  CREATE VIEW orders AS SELECT
    order_id, ${["alert_id", "line", "text", "account", "exchange"].map(column).join(", ")}, symbol, tag, status,
    ${["code", "reason", "attempts", "received_at", "ended_at"].map(column).join(", ")},
    followed AS is_followed, noticed AS is_to_be_told, version, state, '[' || events || ']' AS events
    FROM ledger_order;

  DROP VIEW IF EXISTS alerts;
  CREATE VIEW alerts AS SELECT
    alert_id, strftime('%Y-%m-%dT%H:%M:%fZ', received_at / 1000.0, 'unixepoch') AS received_at,
    record ->> '$.text' AS text,
    json_array_length(record, '$.accepted') AS accepted_lines,
    json_array_length(record, '$.rejected') AS refused_lines,
    json_array_length(record, '$.warnings') AS warnings,
    record -> '$.rejected' AS refused, noticed AS is_to_be_told
    FROM ledger_alert;

  DROP VIEW IF EXISTS fills;
  CREATE VIEW fills AS SELECT
    order_id, one.value ->> '$.clientOrderId' AS client_order_id, trade ->> '$.account' AS account,
    trade ->> '$.exchange' AS exchange, symbol, tag, one.value ->> '$.side' AS side,
    one.value ->> '$.contracts' AS contracts, one.value ->> '$.averagePrice' AS average_price,
    one.value ->> '$.fee.cost' AS fee, one.value ->> '$.fee.currency' AS fee_currency,
    one.value ->> '$.positionBefore' AS position_before,
    one.value ->> '$.accounted.realizedProfit' AS realized_profit,
    one.value ->> '$.accounted.closedContracts' AS closed_contracts,
    trade ->> '$.filledAt' AS filled_at
    FROM ledger_order, json_each(state, '$.executions') AS one;
`;
