// The shape of the ledger's table: one definition for whoever makes it (the stack on AWS, the runtime on one machine) and
// whoever reads it.

/** Names of the table's key. */
export const TABLE_KEY = { partition: "pk", sort: "sk" } as const;

/** Index names; each sorts by order id, which sorts by time. */
export const INDEX = {
  account: "by-account",
  market: "by-account-symbol",
  symbol: "by-symbol",
  day: "by-day",
  status: "by-status",
  followed: "by-followed",
  notice: "by-notice",
} as const;
/** The attribute each index is partitioned by. */
export const INDEX_PARTITION = {
  account: "accountKey",
  market: "marketKey",
  symbol: "symbol",
  day: "dayKey",
  status: "statusKey",
  /** On ended orders that are still followed, and on no other. */
  followed: "followedKey",
  /** On items that somebody may have to be told of, and on no other. */
  notice: "noticeKey",
} as const;
/** The value of that attribute. */
export const NOTICE_MARK = "pending";
export const INDEX_SORT = "orderId";
/** What the indexes that are listed carry beside keys: an ended order's trade, as JSON. */
export const TRADE_ATTRIBUTE = "trade";

const LISTED = ["account", "market", "symbol", "day", "status"] as const;
const KEYS_ONLY = ["followed", "notice"] as const;

/** Each index with its partition, and the attributes it carries beside keys. */
export const INDEXES: readonly {
  readonly name: string;
  readonly partition: string;
  readonly attributes: readonly string[];
}[] = [
  ...LISTED.map((of) => ({ name: INDEX[of], partition: INDEX_PARTITION[of], attributes: [TRADE_ATTRIBUTE] })),
  ...KEYS_ONLY.map((of) => ({ name: INDEX[of], partition: INDEX_PARTITION[of], attributes: [] })),
];

/** Seconds since 1970 after which DynamoDB may delete an item. Correctness never leans on it. */
export const TTL_ATTRIBUTE = "expiresAt";
