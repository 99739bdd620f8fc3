/** Everything that can be wrong with a line of an alert. Stable: shown by `lint`, in the webhook's answer and on record. */
export const ALERT_ERROR_CODES = [
  "ACCOUNT_MISSING",
  "ACCOUNT_UNKNOWN",
  "ALERT_TOO_LARGE",
  "ALERT_NOT_UTF8",
  "CANCEL_INVALID",
  "COMMAND_MISSING",
  "CUSTOM_ID_INVALID",
  "DUPLICATE_PART",
  "EMPTY",
  "JSON_INVALID",
  "KEY_INVALID",
  "LEVERAGE_INVALID",
  "LEVERAGE_MISSING",
  "LIMIT_INVALID",
  "LIMIT_NOT_ALLOWED",
  "NO_MESSAGE",
  "PLACEHOLDER",
  "PRICELOCK_INVALID",
  "QUANTITY_INVALID",
  "QUANTITY_MISSING",
  "QUANTITY_NOT_POSITIVE",
  "SIGN_NOT_ALLOWED",
  "STALE",
  "SYMBOL_INVALID",
  "SYMBOL_MISSING",
  "SYMBOL_NOT_ALLOWED",
  "TIME_INVALID",
  "TOO_MANY_ERRORS",
  "UNIT_NOT_ALLOWED",
  "UNKNOWN_WORD",
] as const;
/** A code of {@link ALERT_ERROR_CODES}. */
export type AlertErrorCode = (typeof ALERT_ERROR_CODES)[number];

/** What is worth saying about a line that is good all the same. */
export const ALERT_WARNING_CODES = [
  "CLAMPED",
  "DEPRECATED",
  "IGNORED",
  "KEY_SEEN",
  "PREV_INVALID",
  "PRICE_INVALID",
  "QUOTE_OPEN",
  "TAG_INVALID",
  "TIME_AHEAD",
  "USD_IS_SETTLE_COIN",
] as const;
/** A code of {@link ALERT_WARNING_CODES}. */
export type AlertWarningCode = (typeof ALERT_WARNING_CODES)[number];
