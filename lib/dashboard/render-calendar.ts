// The days as a calendar: what each made, and a way to its trades. Days begin at midnight UTC, by receipt.
import type { DecimalString } from "../core/decimal.ts";
import { countOf, plain } from "./format.ts";
import type { GroupFigures } from "./group-trades.ts";
import { type Html, html } from "./html.ts";
import { WEEKDAYS } from "./trade-keys.ts";
import { hrefOf, type TradeQuery } from "./trade-query.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const MONTHS_OPEN = 2;
const MOST_MONTHS = 24;
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** The newest months with trades, newest first. */
export function renderCalendar(coin: string, days: ReadonlyMap<string, GroupFigures>, query: TradeQuery): Html {
  const months = [...Map.groupBy(days.keys(), (day) => day.slice(0, 7)).keys()].sort().reverse().slice(0, MOST_MONTHS);
  const drawn = months.map((month) => renderMonth({ month, coin, days, query }));
  const older = drawn.slice(MONTHS_OPEN);
  return html`<h3>Days</h3><div class="months">${drawn.slice(0, MONTHS_OPEN)}</div>
${older.length > 0 && html`<details><summary>${countOf(older.length, "earlier month")}</summary><div class="months">${older}</div></details>`}`;
}

interface Month {
  readonly month: string;
  readonly coin: string;
  readonly days: ReadonlyMap<string, GroupFigures>;
  readonly query: TradeQuery;
}

function renderMonth({ month, coin, days, query }: Month): Html {
  const first = Date.parse(`${month}-01`);
  const blanks = (new Date(first).getUTCDay() + 6) % 7;
  const dates = datesOf(month, first);
  const cells: readonly (string | undefined)[] = [...Array.from({ length: blanks }, () => undefined), ...dates];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_unused, day) => cells[week * 7 + day]),
  );
  return html`<table class="month"><caption>${MONTH.format(first)}, ${coin}</caption>
<thead><tr>${WEEKDAYS.map((name) => html`<th scope="col" abbr="${name}">${name.slice(0, 2)}</th>`)}</tr></thead>
<tbody>${weeks.map((week) => html`<tr>${week.map((date) => renderDay({ date, coin, days, query }))}</tr>`)}</tbody></table>`;
}

function datesOf(month: string, first: number): readonly string[] {
  return Array.from({ length: 31 }, (_, day) => new Date(first + day * DAY_MS).toISOString().slice(0, 10)).filter(
    (date) => date.startsWith(month),
  );
}

function renderDay({ date, coin, days, query }: Omit<Month, "month"> & { readonly date: string | undefined }): Html {
  if (date === undefined) return html`<td></td>`;
  const number = Number.parseInt(date.slice(8), 10);
  const figures = days.get(date);
  const net = figures?.profit.get(coin)?.netProfit;
  if (figures === undefined || net === undefined) return html`<td><span class="date">${number}</span></td>`;
  const tone = net === "0" ? "even" : net.startsWith("-") ? "loss" : "gain";
  const told = `${date}: ${plain(net)} ${coin}, ${countOf(figures.orders, "order")}`;
  const href = hrefOf("/trades", query, { from: date, to: date });
  return html`<td class="${tone}"><a href="${href}" title="${told}"><span class="date">${number}</span>${short(net)}</a></td>`;
}

/** At most six characters: a day of a month has the room of a seventh of a phone. For the eye only, the whole number is beside it. */
function short(net: DecimalString): string {
  const size = Math.abs(Number(net));
  if (size > 0 && size < 0.00995) return `${net.startsWith("-") ? "−" : "+"}${tiny(size)}`;
  const [scaled, unit] = size >= 999_500 ? [size / 1e6, "M"] : size >= 999.5 ? [size / 1e3, "k"] : [size, ""];
  const digits = scaled >= 99.5 ? 0 : scaled >= 9.95 ? 1 : 2;
  return `${net.startsWith("-") ? "−" : "+"}${scaled.toFixed(digits)}${unit}`;
}

/** `.0012`, then `2e-5`: never a zero that is none. */
function tiny(size: number): string {
  return size >= 0.000_095 ? size.toFixed(4).slice(1) : size.toExponential(0);
}
