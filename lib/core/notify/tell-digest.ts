// A day in a few lines: docs/design.md#in-users-hands. What is not known is said to be so, and never guessed.
import type { DecimalString } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import { figuresOf, SummaryBuilder } from "../trade/summary.ts";
import type { Trade } from "../trade/trade.ts";
import { type DigestDay, type DigestTime, digestKey, digestZone } from "./digest-day.ts";
import type { Notification } from "./notification.ts";
import { signedAmount } from "./signed-amount.ts";

/** What an account holds, as far as it could be read. */
export interface AccountHoldings {
  readonly positions?: readonly {
    readonly symbol: string;
    readonly positionSide: "long" | "short";
    readonly contracts: DecimalString;
    readonly unrealizedProfit?: DecimalString;
  }[];
  readonly balance?: { readonly settle: string; readonly equity: DecimalString };
}

/** One account's day. */
export interface AccountDigest {
  readonly id: string;
  readonly settle: string;
  /** Received on the day, or filled on it. */
  readonly trades: readonly Trade[];
  readonly holdings: AccountHoldings;
}

/** Later than this after its time a digest says that it is late. */
const ON_TIME_MS = 10 * 60_000;
const AT_WORK: ReadonlySet<Trade["status"]> = new Set(["queued", "working"]);

/** A channel's digest. A day without orders is told too: a digest that stays away would look like a whook that is down. */
export function tellDigest(
  accounts: readonly AccountDigest[],
  { day, time, now }: { readonly day: DigestDay; readonly time: DigestTime; readonly now: UnixMs },
): Notification {
  const late =
    now - day.until > ON_TIME_MS ? `, sent late, at ${digestZone(time.timezone).write(now).slice(0, 16)}` : "";
  const heading = `Digest of ${day.date}, of the day until ${time.at} (${time.timezone})${late}`;
  return {
    key: digestKey(day),
    event: "digest",
    at: now,
    text: [heading, ...accounts.flatMap((account) => linesOf(account, day))].join("\n"),
    accounts: accounts.map(({ id }) => id),
  };
}

function linesOf({ id, settle, trades, holdings }: AccountDigest, day: DigestDay): readonly string[] {
  const { positions, balance } = holdings;
  return [
    `${id}: ${trades.length === 0 ? "no orders" : [...netOf(trades, { settle, day }), ...countsOf(trades, day)].join(", ")}`,
    ...(positions === undefined ? ["  Open: not read"] : openOf(positions, balance?.settle ?? settle)),
    `  Balance: ${balance === undefined ? "not read" : `${balance.equity} ${balance.settle}`}`,
  ];
}

/** Whether that time is of the day. */
export function isOfDay(iso: string | undefined, { since, until }: DigestDay): boolean {
  return iso !== undefined && Date.parse(iso) >= since && Date.parse(iso) < until;
}

/** Of each coin, by when orders filled last. */
function netOf(
  trades: readonly Trade[],
  { settle, day }: { readonly settle: string; readonly day: DigestDay },
): readonly string[] {
  const builder = new SummaryBuilder();
  for (const trade of trades.filter(({ filledAt }) => isOfDay(filledAt, day))) builder.add(figuresOf(trade));
  const made = Object.entries(builder.summary().profit).map(
    ([coin, { netProfit }]) => `${signedAmount(netProfit)} ${coin} net`,
  );
  return made.length === 0 ? [`0 ${settle} net`] : made;
}

function countsOf(all: readonly Trade[], day: DigestDay): readonly string[] {
  const trades = all.filter(({ receivedAt }) => isOfDay(receivedAt, day));
  const count = (isCounted: (trade: Trade) => boolean) => trades.filter(isCounted).length;
  const rest: readonly (readonly [number, string])[] = [
    [all.length - trades.length, "older filled"],
    [count(({ status }) => AT_WORK.has(status)), "still at work"],
    [
      count(({ filledContracts, realizedProfit }) => filledContracts !== "0" && realizedProfit === undefined),
      "not in the books yet",
    ],
    [count(({ outsideContracts }) => outsideContracts !== undefined), "of positions whook had not opened: not counted"],
  ];
  return [
    `${trades.length} order${trades.length === 1 ? "" : "s"}`,
    `${count(({ status }) => status === "rejected" || status === "expired")} failed`,
    ...rest.flatMap(([many, what]) => (many === 0 ? [] : [`${many} ${what}`])),
  ];
}

function openOf(positions: NonNullable<AccountHoldings["positions"]>, settle: string): readonly string[] {
  if (positions.length === 0) return ["  Open: nothing"];
  return positions.map(({ symbol, positionSide, contracts, unrealizedProfit }) => {
    const profit = unrealizedProfit === undefined ? "" : ` (${signedAmount(unrealizedProfit)} ${settle})`;
    return `  Open: ${positionSide} ${contracts} contracts of ${symbol}${profit}`;
  });
}
