// The form of whook.db, version by version. A released version is never edited: the next one is added behind it.

/** In the file's header, so that nobody takes another program's database for ours: "whok". */
export const APPLICATION_ID = 0x77686f6b;

const VERSION_1 = `
  CREATE TABLE ledger_order (
    order_id TEXT PRIMARY KEY,
    account_key TEXT NOT NULL,
    symbol TEXT NOT NULL,
    status TEXT NOT NULL,
    tag TEXT,
    followed INTEGER NOT NULL,
    noticed INTEGER NOT NULL,
    version INTEGER NOT NULL,
    trade TEXT NOT NULL,
    receipt TEXT NOT NULL,
    state TEXT NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
  CREATE INDEX order_by_account ON ledger_order (account_key, order_id);
  CREATE INDEX order_by_market ON ledger_order (account_key, symbol, order_id);
  CREATE INDEX order_by_status ON ledger_order (status, order_id);
  CREATE INDEX order_by_tag ON ledger_order (tag, order_id) WHERE tag IS NOT NULL;
  CREATE INDEX order_by_time ON ledger_order (order_id, account_key, symbol, status, tag);
  CREATE INDEX order_followed ON ledger_order (account_key, order_id) WHERE followed = 1;
  CREATE INDEX order_noticed ON ledger_order (order_id) WHERE noticed = 1;

  CREATE TABLE ledger_alert (
    alert_id TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    noticed INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_refused ON ledger_alert (alert_id) WHERE refused = 1;
  CREATE INDEX alert_noticed ON ledger_alert (alert_id) WHERE noticed = 1;
  CREATE TABLE open_alert (
    body_hash TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (body_hash, alert_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE key_claim (
    key_hash TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    line INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    enqueued_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX message_group ON message (group_id, seq);
  CREATE INDEX message_head ON message (visible_at) WHERE head = 1;
  CREATE TABLE seen_message (order_id TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX seen_message_age ON seen_message (seen_at);
  CREATE TABLE dead_letter (
    seq INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    receive_count INTEGER NOT NULL,
    died_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE document (name TEXT PRIMARY KEY, body TEXT NOT NULL, version INTEGER NOT NULL) STRICT;
  CREATE TABLE cache (what TEXT PRIMARY KEY, value TEXT NOT NULL, written_at INTEGER NOT NULL) STRICT;

  CREATE TABLE paper_account (account TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE paper_order (
    account TEXT NOT NULL,
    venue_order_id TEXT NOT NULL,
    client_order_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, venue_order_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX paper_order_client ON paper_order (account, client_order_id);
  CREATE TABLE paper_fill (
    account TEXT NOT NULL,
    fill_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, fill_id)
  ) STRICT, WITHOUT ROWID;
`;

const VERSION_2 = `
  CREATE TABLE venue_answer (order_id TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL) STRICT;
  CREATE INDEX venue_answer_order ON venue_answer (order_id, at);
  CREATE INDEX venue_answer_age ON venue_answer (at);
`;

const VERSION_3 = `
  CREATE TABLE equity_snapshot (
    account_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    settle TEXT NOT NULL,
    equity TEXT NOT NULL,
    free TEXT NOT NULL,
    PRIMARY KEY (account_key, at)
  ) STRICT, WITHOUT ROWID;
`;

/** Statistics over a long history: what they read of each order that ended, and no more. */
const VERSION_4 = `
  CREATE INDEX order_stats ON ledger_order (order_id, account_key, symbol, status, tag, json_extract(trade,
    '$.account', '$.exchange', '$.symbol', '$.tag', '$.side', '$.receivedAt', '$.command', '$.status', '$.orderType',
    '$.filledContracts', '$.filledAt', '$.slippageBps', '$.fee', '$.settle', '$.realizedProfit', '$.netProfit', '$.closedContracts',
    '$.outsideContracts', '$.makerContracts', '$.lockSaving'
  )) WHERE status NOT IN ('queued', 'working');
`;

/** What moved an account's equity without an order. */
const VERSION_5 = `
  ALTER TABLE equity_snapshot ADD COLUMN moved_since INTEGER;
  ALTER TABLE equity_snapshot ADD COLUMN funding TEXT;
  ALTER TABLE equity_snapshot ADD COLUMN transfers TEXT;
`;

/** Files of trades with a long history: their cells of each order that ended, and no more. */
const VERSION_6 = `
  CREATE INDEX order_cells ON ledger_order (order_id, account_key, symbol, status, tag, json_extract(trade,
    '$.orderId', '$.alertId', '$.line', '$.text', '$.account', '$.exchange', '$.symbol', '$.command', '$.tag',
    '$.side', '$.orderType', '$.status', '$.code', '$.reason', '$.requestedContracts', '$.sentContracts',
    '$.filledContracts', '$.notes', '$.warnings', '$.averagePrice', '$.receiptPrice', '$.alertPrice', '$.slippageBps',
    '$.alertSlippageBps', '$.notional', '$.fee.cost', '$.fee.currency', '$.leverage', '$.margin', '$.settle',
    '$.realizedProfit', '$.netProfit', '$.closedContracts', '$.outsideContracts', '$.positionMoved', '$.attempts',
    '$.clientOrderIds', '$.receivedAt', '$.firstAttemptAt', '$.submittedAt', '$.filledAt', '$.endedAt',
    '$.makerContracts', '$.lockSaving'
  )) WHERE status NOT IN ('queued', 'working');
`;

/** What brings version n of the file to version n + 1. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6];
