// The status table of the webhook (docs/design.md#the-webhook), the same on one machine and on AWS.
import type { AlertIssue } from "../core/alert/alert-order.ts";
import { decodeAlert } from "../core/alert/decode-alert.ts";
import type { AlertErrorCode } from "../core/alert/issue-codes.ts";
import { readBody } from "../core/alert/read-body.ts";
import { faultOf } from "../core/reason-of.ts";
import { err, type Result } from "../core/result.ts";
import { type AcceptAlertDeps, acceptAlert } from "./accept-alert.ts";
import { refuseBody } from "./refuse-body.ts";

/** What answering the webhook's sender needs of the world. */
export interface AnswerRequestDeps extends AcceptAlertDeps {
  /** Whether the token in the address is one of ours. */
  isToken(token: string): boolean | Promise<boolean>;
  readonly maxAlertBytes: number;
}

/** A request to the webhook, however it came: the body is as it was sent, and nobody has looked at it. */
export interface WebhookRequest {
  /** From the address; undefined when there is none. */
  readonly token: string | undefined;
  readonly body: Uint8Array;
}

/** `body` is sent as JSON. */
export interface WebhookAnswer {
  readonly status: 200 | 400 | 401 | 413 | 503;
  readonly body: unknown;
}

const TOO_LARGE: AlertErrorCode = "ALERT_TOO_LARGE";

/** JSON around the text may double it: the text itself is measured after decoding. */
export function maxBodyBytes(maxAlertBytes: number): number {
  return 2 * maxAlertBytes + 1024;
}

/** Answers one request. Never throws: what was not stored is a 503, and TradingView sends again. */
export async function answerRequest(deps: AnswerRequestDeps, request: WebhookRequest): Promise<WebhookAnswer> {
  try {
    return await answer(deps, request);
  } catch (error) {
    const reason = faultOf(error);
    deps.telemetry.log("error", "alert was not stored", { reason });
    deps.telemetry.count("AlertFailed");
    return notStored();
  }
}

/** What is answered when something of the alert was not stored. */
export function notStored(): WebhookAnswer {
  return { status: 503, body: problem("NOT_STORED", "the alert could not be stored: send it again") };
}

/** The body of an answer that is not about the lines of an alert. */
export function problem(code: string, message: string): { readonly error: object } {
  return { error: { code, message } };
}

/** Why a request is refused by its address alone, before its body is read; undefined: it may post. */
export async function refuseToken(
  { isToken }: Pick<AnswerRequestDeps, "isToken">,
  token: string | undefined,
): Promise<WebhookAnswer | undefined> {
  if (token === undefined || token === "") {
    return { status: 401, body: problem("TOKEN_MISSING", "post to /whook/TOKEN") };
  }
  if (await isToken(token)) return undefined;
  return { status: 401, body: problem("TOKEN_WRONG", "the token in the address is not this whook's") };
}

async function answer(deps: AnswerRequestDeps, { token, body }: WebhookRequest): Promise<WebhookAnswer> {
  const refused = await refuseToken(deps, token);
  if (refused !== undefined) return refused;
  const text = textOf(body, deps.maxAlertBytes);
  if (text.ok) return acceptAlert(deps, text.value);
  const { status, body: refusal } = await refuseBody(deps, body, text.error);
  const { code, message } = text.error;
  if (code === TOO_LARGE) return { status: 413, body: { ...problem(code, message), ...refusal } };
  return { status, body: refusal };
}

/** The alert's text, or why a body holds none. JSON around a text may be larger than the text may. */
function textOf(body: Uint8Array, maxAlertBytes: number): Result<string, AlertIssue> {
  const decoded = decodeAlert(body, maxBodyBytes(maxAlertBytes));
  const text = decoded.ok ? readBody(decoded.value) : decoded;
  const isTooLarge = text.ok
    ? new TextEncoder().encode(text.value).byteLength > maxAlertBytes
    : text.error.code === TOO_LARGE;
  return isTooLarge ? err({ line: 1, code: TOO_LARGE, message: `an alert is at most ${maxAlertBytes} bytes` }) : text;
}
