// How well orders were carried out: slippage, where the time went, what was refused and what was made smaller.
import { defined } from "../core/defined.ts";
import { type Summary, SummaryBuilder } from "../core/trade/summary.ts";
import { weekOf } from "./trade-keys.ts";
import type { TradeRow } from "./trade-row.ts";

const STAGES = ["queued", "sending", "filling"] as const;

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

/** The same trades apart in two ways. */
export interface QualityParts {
  readonly byExchange: ReadonlyMap<string, Quality>;
  /** By the Monday it begins with. */
  readonly byWeek: ReadonlyMap<string, Quality>;
}

/** In order of exchange and of week. Each trade is added up once, with those of its exchange and week. */
export function qualityOf(rows: Iterable<TradeRow>): QualityParts {
  const weeks = new Map<string, string>();
  const cells = new Map<string, { readonly exchange: string; readonly week: string; readonly sums: QualityBuilder }>();
  for (const row of rows) {
    const week = weeks.get(row.day) ?? weekOf(row);
    weeks.set(row.day, week);
    const key = `${week} ${row.exchange}`;
    const cell = cells.get(key) ?? { exchange: row.exchange, week, sums: new QualityBuilder() };
    cells.set(key, cell);
    cell.sums.add(row);
  }
  const by = (name: "exchange" | "week") =>
    new Map(
      [...Map.groupBy(cells.values(), (cell) => cell[name])]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, some]) => [key, mergedOf(some.map(({ sums }) => sums))] as const),
    );
  return { byExchange: by("exchange"), byWeek: by("week") };
}

function mergedOf(some: readonly QualityBuilder[]): Quality {
  const all = new QualityBuilder();
  for (const one of some) all.merge(one);
  return all.quality();
}

class QualityBuilder {
  readonly #summary = new SummaryBuilder();
  readonly #stages = { queued: [] as number[], sending: [] as number[], filling: [] as number[] };
  #refused = 0;
  #shrunk = 0;

  add({ status, isShrunk, figures, stagesMs }: TradeRow): void {
    this.#summary.addSums(figures);
    if (status === "rejected") this.#refused++;
    if (isShrunk) this.#shrunk++;
    for (const stage of STAGES) {
      const ms = stagesMs[stage];
      if (ms !== undefined) this.#stages[stage].push(ms);
    }
  }

  merge(other: QualityBuilder): void {
    this.#summary.merge(other.#summary);
    this.#refused += other.#refused;
    this.#shrunk += other.#shrunk;
    for (const stage of STAGES) for (const ms of other.#stages[stage]) this.#stages[stage].push(ms);
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

/** By nearest rank, as the figures of `stats`. */
function middle<K extends keyof StageTimes>(key: K, times: readonly number[]): StageTimes {
  const found = new Float64Array(times).sort()[Math.ceil(times.length / 2) - 1];
  return found === undefined ? {} : { [key]: found };
}
