// The checks of a smoke test, one after the other, on a stack that has its accounts.
import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { type AcceptAlertDeps, acceptAlert } from "../../app/accept-alert.ts";
import { ALERT_WINDOWS } from "../../config/limits.ts";
import { isEnded, type OrderRecord } from "../../core/execution/order-record.ts";
import type { OrderId } from "../../core/ids.ts";
import { CommandError } from "../errors.ts";
import { type CheckNotifierDeps, checkNotifier } from "./check-notifier.ts";
import { checkWebhook } from "./check-webhook.ts";
import { judgeDeadline, judgeGroup, judgePaperOrder, judgeWaits } from "./judge-orders.ts";
import type { SmokeAccounts } from "./smoke-accounts.ts";
import type { SmokeCheck } from "./smoke-check.ts";

const POLL_MS = 250;

/** What the checks of a stack need of the world. */
export interface RunSmokeDeps
  extends Omit<AcceptAlertDeps, "accounts" | "newUlid" | "hash" | "windows">,
    Pick<CheckNotifierDeps, "notices"> {
  readonly accounts: SmokeAccounts;
  /** Holds the token. */
  readonly webhookUrl: string;
  /** How long an order may take to its end. */
  readonly waitMs: number;
  /** Aborts when the user wants it to end. */
  readonly signal: AbortSignal;
}

/** @throws CommandError when the user ended it; else what the ledger or the queue throws. */
export async function* runSmoke(deps: RunSmokeDeps): AsyncGenerator<SmokeCheck> {
  const { clock, webhookUrl, accounts } = deps;
  const text = `${accounts.paper.account.id} ETH/USDT buy 100$`;
  const { check, orderIds } = await checkWebhook(clock, webhookUrl, text);
  yield check;
  const record = await untilOneEnded(deps, orderIds ?? (await store(deps, text)));
  const paperOrder = judgePaperOrder(record);
  yield paperOrder;
  if (paperOrder.outcome === "passed") {
    yield await checkNotifier(deps, record);
    yield* checkQueue(deps);
  } else yield* NOT_REACHED;
}

const NOT_REACHED = ["notifier", "order of a group", "visibility delay", "deadline"].map((name): SmokeCheck => {
  return { name, outcome: "not checked", detail: "the paper order was not filled" };
});

/** What only the real queue can show. Its orders are stored from here: a webhook may not know the accounts yet. */
async function* checkQueue(deps: RunSmokeDeps): AsyncGenerator<SmokeCheck> {
  const { paper, silent } = deps.accounts;
  const group = ["buy 100$", "sell 50$", "close"].map((what) => `${paper.account.id} ETH/USDT ${what}`);
  yield judgeGroup(await untilEnded(deps, await store(deps, group.join("\n"))));
  const unanswered = await untilOneEnded(deps, await store(deps, `${silent.account.id} ETH/USDT buy 100$`));
  yield judgeWaits(unanswered);
  yield judgeDeadline(unanswered);
}

/** Stores and queues an alert's orders as the webhook does. */
async function store(deps: RunSmokeDeps, text: string): Promise<readonly OrderId[]> {
  const accounts = Object.values(deps.accounts).map(({ account }) => account);
  const { body } = await acceptAlert(
    {
      ...deps,
      accounts: {
        listAccounts: async () => accounts,
        findAccount: async (wanted) => accounts.find(({ id }) => id === wanted),
      },
      newUlid: monotonicFactory(),
      hash: (value) => createHash("sha256").update(value).digest("hex"),
      windows: ALERT_WINDOWS,
    },
    text,
  );
  const [rejected] = body.rejected;
  if (rejected !== undefined) throw new Error(`the smoke test's own alert is not valid: ${rejected.message}`);
  return body.accepted.map(({ orderId }) => orderId);
}

/** @returns the orders as they are when all have ended, or when the time for it is over. */
async function untilEnded(
  { ledger, clock, waitMs, signal }: RunSmokeDeps,
  orderIds: readonly OrderId[],
): Promise<readonly OrderRecord[]> {
  const giveUpAt = clock.now() + waitMs;
  for (;;) {
    if (signal.aborted) throw new CommandError("ended before the checks were through");
    const records = await ledger.getOrders(orderIds);
    if (records.every(({ state }) => isEnded(state)) || clock.now() >= giveUpAt) return records;
    await clock.sleep(POLL_MS, signal);
  }
}

async function untilOneEnded(deps: RunSmokeDeps, orderIds: readonly OrderId[]): Promise<OrderRecord> {
  const [record] = await untilEnded(deps, orderIds);
  if (record === undefined) throw new Error(`order ${orderIds[0]} is not on record`);
  return record;
}
