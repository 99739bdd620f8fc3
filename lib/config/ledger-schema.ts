// The shape of the ledger's table: one definition for whoever makes it (the stack on AWS, the tests) and whoever reads it.

/** Names of the table's key. */
export const TABLE_KEY = { partition: "pk", sort: "sk" } as const;

/** Index names; each sorts by order id, which sorts by time. Each costs a write on every order: none without a question. */
export const INDEX = {
  account: "by-account",
  market: "by-account-symbol",
  day: "by-day",
  open: "by-open",
  followed: "by-followed",
} as const;
/** The attribute each index is partitioned by. */
export const INDEX_PARTITION = {
  account: "accountKey",
  market: "marketKey",
  day: "dayKey",
  /** On what has not ended, or not been told, and on no other. */
  open: "openKey",
  /** On ended orders that are still followed, and on no other. */
  followed: "followedKey",
} as const;
/** The one value of `INDEX_PARTITION.open`. */
export const OPEN = "open";
export const INDEX_SORT = "orderId";

const OF = ["account", "market", "day", "open", "followed"] as const satisfies readonly (keyof typeof INDEX)[];

/** Each index with its partition. They hold keys alone: what an order came to changes none of them, and an entry is small. */
export const INDEXES: readonly { readonly name: string; readonly partition: string }[] = OF.map((of) => ({
  name: INDEX[of],
  partition: INDEX_PARTITION[of],
}));

/** On items that somebody may have to be told of, and on no other: since when. The table's stream calls the notifier for it. */
export const NOTICE_ATTRIBUTE = "noticeKey";

/** Seconds since 1970 after which DynamoDB may delete an item. Correctness never leans on it. */
export const TTL_ATTRIBUTE = "expiresAt";
