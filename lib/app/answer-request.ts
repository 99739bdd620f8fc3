// The status table of the webhook (docs/design.md#the-webhook), the same on one machine and on AWS.
import { decodeAlert } from "../core/alert/decode-alert.ts";
import { readBody } from "../core/alert/read-body.ts";
import { faultOf } from "../core/reason-of.ts";
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
export function problem(code: string, message: string): unknown {
  return { error: { code, message } };
}

async function answer(deps: AnswerRequestDeps, { token, body }: WebhookRequest): Promise<WebhookAnswer> {
  const { maxAlertBytes } = deps;
  if (token === undefined || token === "") {
    return { status: 401, body: problem("TOKEN_MISSING", "post to /whook/TOKEN") };
  }
  if (!(await deps.isToken(token))) {
    return { status: 401, body: problem("TOKEN_WRONG", "the token in the address is not this whook's") };
  }
  if (body.byteLength > maxBodyBytes(maxAlertBytes)) return tooLarge(maxAlertBytes);
  const decoded = decodeAlert(body, maxBodyBytes(maxAlertBytes));
  if (!decoded.ok) return { status: 400, body: problem(decoded.error.code, decoded.error.message) };
  const text = readBody(decoded.value);
  if (!text.ok) return refuseBody(deps, decoded.value, text.error);
  if (new TextEncoder().encode(text.value).byteLength > maxAlertBytes) return tooLarge(maxAlertBytes);
  return acceptAlert(deps, text.value);
}

export function tooLarge(maxAlertBytes: number): WebhookAnswer {
  return { status: 413, body: problem("ALERT_TOO_LARGE", `an alert is at most ${maxAlertBytes} bytes`) };
}
