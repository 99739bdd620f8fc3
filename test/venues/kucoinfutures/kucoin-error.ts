// KuCoin's refusals as its documentation words them:
// https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code

/** A refusal in KuCoin's own shape, `{code, msg}`. Those of trading come with status 200. */
export class KucoinError extends Error {
  override readonly name = "KucoinError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The parameter's text. @throws KucoinError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new KucoinError("400100", `${name}: may not be empty`);
  return value;
}

/** The venue's answer when it did what was asked. */
export function success(data: unknown): { readonly code: string; readonly data: unknown } {
  return { code: "200000", data };
}
