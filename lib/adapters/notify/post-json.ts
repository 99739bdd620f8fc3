// One POST of JSON to a service that tells people things.
import { SEND_TIMEOUT_MS } from "../../config/limits.ts";
import { hideSecrets } from "../../core/hide-secrets.ts";
import type { SendOutcome } from "../../ports/notification-channel.ts";

const LONGEST_TEXT = 20_000;
const LONGEST_REASON = 300;
/** Shorter parts of a path are words: they keep nobody out. */
const SHORTEST_SECRET = 8;
/** Passes by itself: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9 (408), too early (425), too many requests (429). */
const WILL_PASS = new Set([408, 425, 429]);

/** One message to a service that takes JSON. */
export interface PostJson {
  readonly url: URL;
  readonly body: unknown;
  /** What must stand in no reason: what of the address or the headers is a secret. */
  readonly secrets: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The service's own words on a failure, from the body of its answer. */
  readonly explain?: (answer: unknown) => { readonly reason?: string; readonly retryAfterS?: number };
}

/** Never throws. No reason holds a secret, whoever worded it. */
export async function postJson(request: PostJson): Promise<SendOutcome> {
  const outcome = await post(request);
  if (outcome.kind === "sent") return outcome;
  const said = outcome.reason.slice(0, LONGEST_TEXT);
  return { ...outcome, reason: hideSecrets(said, request.secrets).slice(0, LONGEST_REASON) };
}

/** The parts of an address by which whoever knows them may post to it. */
export function secretsIn({ pathname, searchParams, username, password }: URL): readonly string[] {
  const parts = [...pathname.split("/").map(decoded), ...searchParams.values(), decoded(username), decoded(password)];
  return parts.filter((part) => part.length >= SHORTEST_SECRET);
}

/** A path may hold what is no encoding at all. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function post({ url, body, headers = {}, explain }: PostJson): Promise<SendOutcome> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      // An address that moved would be followed with the message, to who knows where.
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    return { kind: "failed", reason: networkReason(error) };
  }
  if (response.ok) return { kind: "sent" };
  const told = explain?.(answer) ?? {};
  const reason = `answered ${response.status}${told.reason === undefined ? "" : `, ${told.reason}`}`;
  if (response.status < 500 && !WILL_PASS.has(response.status)) return { kind: "refused", reason };
  const retryAfterS = told.retryAfterS ?? seconds(response.headers.get("retry-after"));
  return {
    kind: "failed",
    reason,
    ...(retryAfterS === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterS * 1000) }),
  };
}

function seconds(header: string | null): number | undefined {
  return header !== null && /^\d+(\.\d+)?$/.test(header) ? Number(header) : undefined;
}

/** The network's code only: other texts may hold the address. */
function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${SEND_TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? ` (${String(cause.code)})` : "";
  return `could not be reached${code}`;
}
