// Binance's refusals as its documentation words them:
// https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code

/** A refusal in Binance's own shape, `{code, msg}`. */
export class BinanceError extends Error {
  override readonly name = "BinanceError";
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function missingParameter(name: string): BinanceError {
  return new BinanceError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}

/** The parameter's text. @throws BinanceError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** Binance refuses parameters an endpoint does not read: it is how a leaked one shows. */
export function allowOnly(params: Readonly<Record<string, string>>, names: readonly string[]): void {
  const sent = Object.keys(params).filter((name) => !["timestamp", "recvWindow", "signature"].includes(name));
  const read = sent.filter((name) => names.includes(name));
  if (read.length < sent.length) {
    throw new BinanceError(
      -1104,
      `Not all sent parameters were read; read '${read.length}' parameter(s) but was sent '${sent.length}'.`,
    );
  }
}
