// What a success must hold to be one. ccxt takes an answer without its list for an empty list, and one without its order for
// an order without a name: a position would count as closed, an order that landed as not there. So each venue names where its
// answers have what was asked for, and one that lacks it is unreadable before ccxt sees it.
import { findDecimal } from "../../core/decimal.ts";
import { jsonOf, parseJson } from "./json-reply.ts";
import type { ExpectedAnswer, ExpectedAnswers, VenueClient, VenueReply } from "./venue-module.ts";

/** What the venue's answer to `route` lacks, in words; undefined: nothing, or it is a refusal. */
export function gapIn(
  { answers, findRefusal }: Pick<VenueClient, "answers" | "findRefusal">,
  route: string,
  reply: VenueReply,
): string | undefined {
  const expected = answers[route];
  if (expected === undefined) return saysNothing(route, reply) ? "an empty answer" : undefined;
  if (holds(expected, parseJson(reply.body)) || findRefusal(reply) !== undefined) {
    return undefined;
  }
  const [what, where] = "list" in expected ? ["list", expected.list] : ["object", expected.object];
  return `an answer without the ${what}${where === "" ? "" : ` ${where}`}`;
}

/** What was to be changed may not be: every venue answers a change with an envelope at least. */
function saysNothing(route: string, { body }: VenueReply): boolean {
  return !route.startsWith("GET ") && Object.keys(jsonOf(parseJson(body))).length === 0;
}

/** The same expectation for several routes. */
export function alike(expected: ExpectedAnswer, routes: readonly string[]): ExpectedAnswers {
  return Object.fromEntries(routes.map((route) => [route, expected]));
}

function holds(expected: ExpectedAnswer, json: unknown): boolean {
  if ("object" in expected) return isFilled(valueAt(json, expected.object));
  const found = valueAt(json, expected.list);
  if (!Array.isArray(found)) return found === null && expected.nullIsEmpty === true;
  return found.every((row) => isFilled(row) && tells(row, expected.amount));
}

function isFilled(value: unknown): boolean {
  return !Array.isArray(value) && Object.keys(jsonOf(value)).length > 0;
}

/** An empty text is how venues write that there is nothing of it. */
function tells(row: unknown, field: string | undefined): boolean {
  if (field === undefined) return true;
  const value = jsonOf(row)[field];
  if (typeof value === "string") return value === "" || findDecimal(value) !== undefined;
  return typeof value === "number";
}

function valueAt(json: unknown, where: string): unknown {
  return where === "" ? json : where.split(".").reduce((value, name) => jsonOf(value)[name], json);
}
