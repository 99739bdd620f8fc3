// Binance's refusals as its documentation words them:
// https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code
import { Refused, requiredOr } from "../refused.ts";

/** Binance refuses with HTTP 400. */
export function refuse(code: number, message: string, status = 400): Refused {
  return new Refused(code, message, status);
}

export function missingParameter(name: string): Refused {
  return refuse(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => missingParameter(name));

/** Binance refuses parameters an endpoint does not read: it is how a leaked one shows. */
export function allowOnly(params: Readonly<Record<string, string>>, names: readonly string[]): void {
  const sent = Object.keys(params).filter((name) => !["timestamp", "recvWindow", "signature"].includes(name));
  const read = sent.filter((name) => names.includes(name));
  if (read.length < sent.length) {
    throw refuse(
      -1104,
      `Not all sent parameters were read; read '${read.length}' parameter(s) but was sent '${sent.length}'.`,
    );
  }
}
