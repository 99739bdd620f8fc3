// Kraken's refusals: https://docs.kraken.com/api/docs/guides/futures-rest ("Error List") and the statuses of an order,
// https://docs.kraken.com/api-reference/order-management/send-order

/** `{result: "error", error}`. */
export class KrakenError extends Error {
  override readonly name: string = "KrakenError";
}

/** `{result: "error", errors: [{code, message}]}` with HTTP 500: settings. */
export class KrakenSettingError extends KrakenError {
  override readonly name = "KrakenSettingError";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A success whose status says no: `{result: "success", sendStatus: {status}}`. */
export class KrakenOrderRefusal extends KrakenError {
  override readonly name = "KrakenOrderRefusal";
}

/** The parameter's text. @throws KrakenError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new KrakenError("requiredArgumentMissing");
  return value;
}
