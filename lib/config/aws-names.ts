// Names that the stack and the functions share: change one and both change.

/** Environment variables of the functions. */
export const ENV = {
  table: "WHOOK_TABLE",
  queueUrl: "WHOOK_QUEUE_URL",
  /** Prefix of the stack's parameters, without a trailing slash. */
  parameters: "WHOOK_PARAMETERS",
  /** Comma-separated addresses that may post; empty: any. */
  senders: "WHOOK_SENDERS",
  /** The notifier's own: where dead letters lie, and the topic that sends its e-mail. */
  deadLetterQueueUrl: "WHOOK_DEAD_LETTER_QUEUE_URL",
  topicArn: "WHOOK_TOPIC_ARN",
  /** And the worker's name: it alone reads accounts on the exchanges. */
  workerFunction: "WHOOK_WORKER_FUNCTION",
} as const;

/** Parameters of one stack: `/whook/STACK/...`. */
export function parameterPrefix(stack: string): string {
  return `/whook/${stack}`;
}

/**
 * Below the prefix. `public` may be read by the webhook and holds no secret: one JSON account without keys each, the SHA-256
 * of the tokens, where things are. `settings` is what the stack was deployed with. `secret` holds SecureStrings: one whole account each (the worker's),
 * one entry of notifications.json each (the notifier's), and the token (the owner's own, read by the CLI only).
 */
export const PARAMETERS = {
  publicAccounts: "public/accounts",
  tokenHashes: "public/token-hashes",
  stack: "public/stack",
  settings: "settings",
  accounts: "secret/accounts",
  channels: "secret/channels",
  token: "secret/token",
} as const;

/**
 * The last part of a parameter's name for an ACCOUNT_ID or the name of a channel, the same for any case of it. Names hold letters, digits and
 * `. - _` only: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html; any other
 * character becomes a dot and its code in hex, closed by a dot.
 */
export function parameterOf(id: string): string {
  return [...id.toLowerCase()]
    .map((letter) => (/[a-z0-9_-]/.test(letter) ? letter : `.${letter.codePointAt(0)?.toString(16)}.`))
    .join("");
}

/** What `parameterOf` was given, in lower case. */
export function idOfParameter(part: string): string {
  return part.replace(/\.([0-9a-f]{1,5})\./g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

/** What `public/stack` holds, as JSON: where things are, for the CLI. */
export interface StackFacts {
  /** Ends with the stage, without a trailing slash; `/whook/{token}` follows. */
  readonly url: string;
  readonly region: string;
  readonly table: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly webhookFunction: string;
  readonly workerFunction: string;
  readonly notifierFunction: string;
  /** The topic that sends the notifier's e-mail. */
  readonly topicArn: string;
  readonly webhookLogGroup: string;
  readonly workerLogGroup: string;
  readonly notifierLogGroup: string;
  readonly egress: Egress;
  /** The address to whitelist, where egress is fixed. */
  readonly egressAddress?: string;
  /** The one of the way out that comes next: docs/design.md#aws. */
  readonly nextEgressAddress?: string;
}

/** What the notifier function takes beside its own events: a message through one channel or each. */
export interface NotifyTest {
  readonly notifyTest: { readonly channel?: string };
}

/** What the worker function takes beside orders and its schedule: which accounts' positions and balance are asked for. */
export interface HoldingsQuestion {
  readonly readHoldings: readonly string[];
}

/** How the worker reaches the exchanges: from addresses that change, or from one that stays. */
export const EGRESSES = ["none", "fck-nat", "nat-gateway"] as const;
/** One of {@link EGRESSES}. */
export type Egress = (typeof EGRESSES)[number];
/** One whose address stays. */
export type FixedEgressKind = Exclude<Egress, "none">;

/**
 * CloudWatch namespace of a stack's own metrics, all counts; dimension `service`: the function.
 * @param prefix - of the stack's parameters: two stacks of one region stay apart here, too.
 */
export function metricsNamespace(prefix: string): string {
  return prefix.slice(1);
}
