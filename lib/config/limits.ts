// The times and sizes that meet one another, or that AWS and this machine share, in one place; their relations are tested in
// test/config/limits.test.ts. One that meets no other stands where it is used; those of the retry machine (its waits, the
// venues' graces) stand in the core, which knows no configuration.

/** An alert is at most this many bytes of UTF-8 (docs/design.md#the-alert-grammar). */
export const MAX_ALERT_BYTES = 64 * 1024;
/**
 * A function answers 6 MB at most; an answer above it is a 502 to TradingView, who sends again what is traded already:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. The rest is for good lines and warnings.
 */
export const MAX_ANSWER_BYTES = 5_000_000;

/** Defaults of the account's own clocks, seconds. */
export const DEFAULT_ORDER_TIMEOUT_S = 40;
export const MAX_ORDER_TIMEOUT_S = 900;
export const DEFAULT_ALERT_TIMEOUT_S = 180;
export const DEFAULT_MAX_ALERT_AGE_S = 180;

/** One REST call to a venue, milliseconds. */
export const VENUE_CALL_TIMEOUT_MS = 5_000;
/** How long an account's position mode is believed: asked anew after a change of ours, or a refusal that says so. */
export const POSITION_MODE_MS = 5 * 60_000;
/** How long positions read for a plan are believed when its order goes out on CoinEx, whose closing takes no side. */
export const COINEX_POSITION_MS = 1_000;
/** How long a symbol's margin mode on BingX is believed, which may be read twice a second: for alerts one upon the other. */
export const BINGX_MARGIN_MODE_MS = 5_000;
/** One attempt of the worker, from delivery to giving the message back. */
export const ATTEMPT_BUDGET_MS = 12_000;
/** An attempt begins no call later than this, so that the last one can still end inside the budget. */
export const LAST_CALL_MS = ATTEMPT_BUDGET_MS - VENUE_CALL_TIMEOUT_MS;
/** Waits up to this long happen in place; longer ones give the message back. */
export const MAX_IN_PLACE_WAIT_MS = 1_000;
/** An attempt whose first reading hangs for this long gives its place back: how many are at work at once is limited on AWS. */
export const FIRST_READ_MS = 3_000;
/** How long a request waits for its turn by a venue's limits: longer turns are waited for in the queue. Below what gives a place back. */
export const LONGEST_TURN_MS = 2_000;
/** What one attempt goes by. */
export const ATTEMPT_LIMITS = {
  lastCallMs: LAST_CALL_MS,
  inPlaceWaitMs: MAX_IN_PLACE_WAIT_MS,
  firstReadMs: FIRST_READ_MS,
  /** Five submissions of an order a second. */
  betweenSendsMs: 200,
};
/** How long an attempt holds its message: just over its budget, so that a crash costs seconds. */
export const ATTEMPT_LEASE_MS = ATTEMPT_BUDGET_MS + 2_000;
/** The worker function begins no attempt later than this after it was handed its messages. */
export const LAST_START_MS = 1_000;
/** How long the worker function waits for what goes on behind an order. */
export const SETTLE_MS = 1_000;
/** Of the worker function: an attempt begun last, what goes on behind it, and a second to spare. */
export const WORKER_TIMEOUT_MS = LAST_START_MS + ATTEMPT_BUDGET_MS + SETTLE_MS + 1_000;
/** Memory of the functions on AWS, MB. Processor time comes with it: it is what a cold start takes that decides here, not what is held. */
export const WEBHOOK_MEMORY_MB = 1_024;
export const WORKER_MEMORY_MB = 1_024;
/** The notifier waits for the network: nobody waits for it. */
export const NOTIFIER_MEMORY_MB = 512;
/** Of the webhook function. Its sender hangs up after 3 s and does not send again: what is stored late still counts. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
/** API Gateway waits this long for the webhook function: longer than that may run, so that no answer is lost on the way. */
export const INTEGRATION_TIMEOUT_MS = 15_000;
/**
 * What API Gateway lets through: so many at once, and so many a second afterwards. Above anything TradingView sends, for whom every
 * strategy's bar closes in the same second; the second bounds the bill of an attack. More is answered 503.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export const REQUEST_BURST = 1_000;
export const REQUEST_RATE = 25;
/** A message nobody gives back comes again after this: AWS advises six times the function's timeout, for when the function is throttled. */
export const QUEUE_VISIBILITY_MS = 6 * WORKER_TIMEOUT_MS;
/** How long the queue keeps a message, and the dead letters: the longest SQS offers. */
export const QUEUE_RETENTION_DAYS = 14;
/** An alarm goes off when an attempt took this long. */
export const SLOW_WORKER_MS = 0.9 * WORKER_TIMEOUT_MS;
/** Hand-outs before a message is a dead letter: more than any order's waits. */
export const MAX_RECEIVE_COUNT = 250;
/** How long the queue remembers an order id it has seen. */
export const DEDUPLICATION_WINDOW_MS = 24 * 60 * 60 * 1_000;

/** A resend of the same body that comes this long after an alert still open continues it (docs/design.md#the-webhook). */
export const RESEND_AFTER_MS = 3_000;
export const RESEND_UNTIL_MS = 60_000;
/** How long an `id:KEY` decides. */
export const KEY_WINDOW_MS = 24 * 60 * 60 * 1_000;
/** What accepting an alert goes by. */
export const ALERT_WINDOWS = { resendAfterMs: RESEND_AFTER_MS, resendUntilMs: RESEND_UNTIL_MS, keyMs: KEY_WINDOW_MS };

/** Markets older than this are refreshed in the background. */
export const MARKETS_FRESH_MS = 24 * 60 * 60 * 1_000;

/** How often the local runtime looks for what there is to tell people. */
export const NOTIFY_EVERY_MS = 2_000;
/** What a pass of the notifier goes by, wherever it runs. */
const NOTIFIER_LIMITS = {
  noticesPerPass: 500,
  /** A channel that fails is given up on for what is older than this. */
  giveUpMs: 60 * 60 * 1_000,
  deadLetterMs: QUEUE_RETENTION_DAYS * 24 * 60 * 60 * 1_000,
  /** With time for a run that is late. */
  resendMs: 3 * RESEND_UNTIL_MS,
};
/** On one machine no other process works on the data. */
export const LOCAL_NOTIFIER_LIMITS = { ...NOTIFIER_LIMITS, passMs: 10_000, calledMs: 0, ownedMs: 0, leaseMs: 0 };
/** One request to a service that tells people things. */
export const SEND_TIMEOUT_MS = 10_000;
/** An e-mail is tried so often within one message. */
export const EMAIL_TRIES = 3;
/** The longest one message takes. */
export const LONGEST_SEND_MS = EMAIL_TRIES * SEND_TIMEOUT_MS;
/** On AWS a run begins this often, whatever woke the notifier up meanwhile. */
export const NOTIFIER_EVERY_MS = 60_000;
/** A call of its schedule or of an alarm waits so long for a place: what an alarm says of functions held back is told in spite of them. */
export const NOTIFIER_EVENT_AGE_MS = 5 * 60_000;
/** How long the notifier goes on beginning messages in one run. */
const NOTIFIER_RUN_MS = 15_000;
/** Of the notifier function: a run, the message begun last in it, and 10 s for the table. */
export const NOTIFIER_TIMEOUT_MS = NOTIFIER_RUN_MS + LONGEST_SEND_MS + 10_000;
/** The table's stream calls the notifier for a mark no later than this: the shortest that Lambda offers. */
export const NOTIFIER_CALL_AGE_MS = 60_000;
/** For a mark that was written some tries after its time, and clocks that differ. */
const MARK_SLACK_MS = 15_000;
export const AWS_NOTIFIER_LIMITS = {
  ...NOTIFIER_LIMITS,
  passMs: NOTIFIER_RUN_MS,
  /** Short: each part of the table's stream calls a function of its own, and an account may run ten at once. */
  calledMs: 5_000,
  ownedMs: NOTIFIER_CALL_AGE_MS + NOTIFIER_TIMEOUT_MS + MARK_SLACK_MS,
  leaseMs: NOTIFIER_TIMEOUT_MS,
};

/** How often the local runtime follows resting and unknown orders; on AWS once a minute. */
export const FOLLOW_EVERY_MS = 15_000;
/** What one run of the follower goes by. */
export const FOLLOW_LIMITS = { ordersPerAccount: 50, runMs: 30_000, strandedMs: 5 * 60 * 1_000 };
/** An account's equity is noted this often: as many points a day as a phone has room for, and one request (docs/adr/0088-equity-over-time.md). */
export const EQUITY_EVERY_MS = 15 * 60 * 1_000;
/** How often the local runtime looks whether it is time to. */
export const EQUITY_LOOK_MS = 60_000;
/** So long it is kept: a year, and what is compared with it. */
export const EQUITY_KEPT_MS = 400 * 24 * 60 * 60 * 1_000;
/** On AWS the webhook is called this often, so that an alert seldom meets a cold one. */
export const WEBHOOK_WARM_EVERY_MS = 5 * 60 * 1_000;
/** On AWS a run begins this often. */
export const FOLLOW_SCHEDULE_MS = 60_000;
/** On AWS it runs in the worker function, beside orders. */
export const AWS_FOLLOW_LIMITS = { ...FOLLOW_LIMITS, runMs: 5_000 };
/** A run there is left to the next one after this, whatever hangs. */
export const FOLLOW_CUT_MS = WORKER_TIMEOUT_MS - 2_000;
/** The owner's question to an account's exchange is given up after this. */
export const ASK_CUT_MS = WORKER_TIMEOUT_MS - 2_000;
