/** The kinds of accounts that some venues trade over an API of their own: the account's ACCOUNT_TYPE. */
export type AccountType = "classic" | "unified" | "portfolio";
