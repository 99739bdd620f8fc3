// How well orders were carried out: slippage, where the time went, what was refused and what was made smaller.
import { decimal } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import { type Summary, SummaryBuilder } from "../core/trade/summary.ts";
import type { Trade } from "../core/trade/trade.ts";
import { tradeFigures } from "./group-trades.ts";
import { tradeDay } from "./trade-query.ts";

/** The middle of the times of one stage, milliseconds. */
export interface StageTimes {
  /** Received to the first attempt. */
  readonly queued?: number;
  /** First attempt to the order on the exchange. */
  readonly sending?: number;
  /** On the exchange to the last fill. */
  readonly filling?: number;
}

/** How one group of orders was carried out. */
export interface Quality
  extends Pick<Summary, "orders" | "fillRate" | "slippageBps" | "timeToFillMs" | "makerShare" | "lockSaving"> {
  readonly stages: StageTimes;
  /** Orders that were refused, by the exchange or by us. */
  readonly refused: number;
  /** Orders of which the exchange took less than was planned. */
  readonly shrunk: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** By what `keyOf` tells of each, in order of the key. */
export function qualityOf(trades: Iterable<Trade>, keyOf: (trade: Trade) => string): ReadonlyMap<string, Quality> {
  const groups = new Map<string, QualityBuilder>();
  for (const trade of trades) {
    const key = keyOf(trade);
    const builder = groups.get(key) ?? new QualityBuilder();
    groups.set(key, builder);
    builder.add(trade);
  }
  return new Map(
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, builder]) => [key, builder.quality()] as const),
  );
}

/** The Monday of the week a trade was received in. */
export function weekOf(trade: Trade): string {
  const day = Date.parse(tradeDay(trade));
  return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}

class QualityBuilder {
  readonly #summary = new SummaryBuilder();
  readonly #stages = { queued: [] as number[], sending: [] as number[], filling: [] as number[] };
  #refused = 0;
  #shrunk = 0;

  add(trade: Trade): void {
    const { status, sentContracts, requestedContracts, receivedAt, firstAttemptAt, submittedAt, filledAt } = trade;
    this.#summary.add(tradeFigures(trade));
    if (status === "rejected") this.#refused++;
    if (sentContracts !== "0" && decimal(sentContracts).lt(requestedContracts)) this.#shrunk++;
    put(this.#stages.queued, receivedAt, firstAttemptAt);
    put(this.#stages.sending, firstAttemptAt, submittedAt);
    put(this.#stages.filling, submittedAt, filledAt);
  }

  quality(): Quality {
    const { orders, fillRate, slippageBps, timeToFillMs, makerShare, lockSaving } = this.#summary.summary();
    const { queued, sending, filling } = this.#stages;
    return {
      orders,
      ...defined({ fillRate, slippageBps, timeToFillMs, makerShare, lockSaving }),
      stages: { ...middle("queued", queued), ...middle("sending", sending), ...middle("filling", filling) },
      refused: this.#refused,
      shrunk: this.#shrunk,
    };
  }
}

function put(times: number[], from: string | undefined, to: string | undefined): void {
  if (from !== undefined && to !== undefined) times.push(Date.parse(to) - Date.parse(from));
}

/** By nearest rank, as the figures of `stats`. */
function middle<K extends keyof StageTimes>(key: K, times: number[]): StageTimes {
  const found = times.sort((a, b) => a - b)[Math.ceil(times.length / 2) - 1];
  return found === undefined ? {} : { [key]: found };
}
