// OKX's refusals as its documentation words them: https://www.okx.com/docs-v5/en/#error-code-rest-api

/** A refusal in the envelope: `{code, msg, data: []}`. */
export class OkxError extends Error {
  override readonly name: string = "OkxError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A refusal of one order: `{code: "1", data: [{sCode, sMsg}]}`. */
export class OkxOrderError extends OkxError {
  override readonly name = "OkxOrderError";
}

/** The parameter's text. @throws OkxError 50014 when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new OkxError("50014", `Parameter ${name} can not be empty.`, 400);
  return value;
}
