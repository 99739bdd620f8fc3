// Every account's switch and guards in one table: how far each guard is used, and the way to the words that change the switch.
import { type DecimalString, decimal, formatDecimal, ZERO } from "../core/decimal.ts";
import { plain } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderTable } from "./page.ts";
import { type GuardEntry, tellStanding } from "./tell-standing.ts";

/** What a guard counts of an open position. */
export interface CountedPosition {
  readonly account: string;
  readonly symbol: string;
  /** Absent: the exchange does not tell. */
  readonly notional?: DecimalString;
}

/** What stands beside the accounts. */
export interface StandingsOptions {
  readonly hasPassword: boolean;
  /** Of all accounts; absent: the exchanges were not heard yet. */
  readonly positions: readonly CountedPosition[] | undefined;
}

const COLUMNS = [{ title: "Account" }, { title: "State" }, { title: "Why" }, { title: "Until" }, { title: "Guards" }];

export function renderStandings(accounts: readonly GuardEntry[], { hasPassword, positions }: StandingsOptions): Html {
  const rows = accounts.map((entry) => {
    const { name, tone, why, until = "–" } = tellStanding(entry);
    const own = positions?.filter(({ account }) => account === entry.account);
    const words = hasPassword && html` ${renderWords(entry.account)}`;
    return [entry.account, html`<span class="status ${tone}">${name}</span>${words}`, why, until, guardsOf(entry, own)];
  });
  return renderTable("Switches and guards", COLUMNS, rows);
}

/** The two that are wanted in a hurry; the others stand under Guards. */
function renderWords(account: string): Html {
  const words = [
    ["pause", "Pause"],
    ["closeall", "Close all"],
  ] as const;
  return html`<span class="words">${words.map(
    ([word, name]) =>
      html`<a class="${word}" href="/guards/confirm?${String(new URLSearchParams({ word, account }))}" aria-label="${name}, ${account}">${name}</a>`,
  )}</span>`;
}

/** Each guard that is set, with what of it is used where that is known. */
function guardsOf({ limits, day, openings }: GuardEntry, positions: StandingsOptions["positions"]): Html | string {
  const { maxDailyLossUsd, maxOpenPositions, maxTotalUsd, maxOrdersPerMinute, requireAt } = limits;
  const worth = positions === undefined ? undefined : worthOf(positions);
  const told = [
    maxDailyLossUsd !== undefined &&
      `a loss of ${plain(maxDailyLossUsd)} USD a day${day === undefined ? "" : `, which began with ${plain(day.equity)}`}`,
    maxOpenPositions !== undefined && `${used(positions?.length)}${maxOpenPositions} positions`,
    maxTotalUsd !== undefined &&
      `${used(worth === undefined ? undefined : plain(worth))}${plain(maxTotalUsd)} USD of worth`,
    maxOrdersPerMinute !== undefined && `${used(openings)}${maxOrdersPerMinute} orders a minute`,
    requireAt === true && "signals must be dated",
  ].filter((one) => one !== false);
  return told.length === 0 ? "none are set" : html`<ul class="guards">${told.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function used(of: number | string | undefined): string {
  return of === undefined ? "at most " : `${of} of `;
}

/** Of all of them; undefined: one of them is not told, or is told in a coin that is no dollar. */
function worthOf(positions: readonly CountedPosition[]): DecimalString | undefined {
  let sum = ZERO;
  for (const { notional, symbol } of positions) {
    if (notional === undefined || !symbol.split(":")[1]?.startsWith("USD")) return undefined;
    sum = sum.plus(decimal(notional));
  }
  return formatDecimal(sum);
}
