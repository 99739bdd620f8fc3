// BingX's refusals: https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html ("Common business error codes"), and
// the wording ccxt's source and issues quote.

/** A refusal in BingX's own shape, `{code, msg}`. Business errors are HTTP 200. */
export class BingxError extends Error {
  override readonly name = "BingxError";
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The parameter's text. @throws BingxError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new BingxError(109400, `Invalid parameters, err:${name} is required`);
  return value;
}
