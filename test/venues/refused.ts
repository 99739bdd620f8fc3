import type { Params } from "./routes.ts";

/** A venue's own no, in its code and words; `status` is the HTTP status it comes with. */
export class Refused extends Error {
  override readonly name: string = "Refused";
  readonly code: string | number;
  readonly status: number;

  constructor(code: string | number, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Gives a parameter's text; `refuse` is how the venue says that it is missing. */
export function requiredOr(refuse: (name: string) => Refused): (params: Params, name: string) => string {
  return (params, name) => {
    const value = params[name];
    if (value === undefined || value === "") throw refuse(name);
    return value;
  };
}
