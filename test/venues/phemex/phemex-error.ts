// Phemex's refusals as its documentation words them:
// https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md

/** A refusal in Phemex's own shape, `{code, msg, data}`. Those of trading come with status 200. */
export class PhemexError extends Error {
  override readonly name = "PhemexError";
  readonly code: number | string;
  readonly status: number;

  constructor(code: number | string, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The parameter's text. @throws PhemexError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new PhemexError(10_500, "Missing required parameter");
  return value;
}

/** The venue's answer when it did what was asked. */
export function success(data: unknown): { readonly code: number; readonly msg: string; readonly data: unknown } {
  return { code: 0, msg: "", data };
}
