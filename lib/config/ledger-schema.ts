// The shape of the ledger's table: one definition for whoever makes it (the stack on AWS, the runtime on one machine) and
// whoever reads it.

/** Names of the table's key. */
export const TABLE_KEY = { partition: "pk", sort: "sk" } as const;

/** Index names; each sorts by order id, which sorts by time, and holds keys only. */
export const INDEX = {
  account: "by-account",
  market: "by-account-symbol",
  day: "by-day",
  notice: "by-notice",
} as const;
/** The attribute each index is partitioned by. */
export const INDEX_PARTITION = {
  account: "accountKey",
  market: "marketKey",
  day: "dayKey",
  /** On items that somebody may have to be told of, and on no other. */
  notice: "noticeKey",
} as const;
export const INDEX_SORT = "orderId";

/** Each index with its partition. */
export const INDEXES = (["account", "market", "day", "notice"] as const).map((of) => ({
  name: INDEX[of],
  partition: INDEX_PARTITION[of],
}));

/** Seconds since 1970 after which DynamoDB may delete an item. Correctness never leans on it. */
export const TTL_ATTRIBUTE = "expiresAt";
