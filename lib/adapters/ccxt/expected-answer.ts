// What a success must hold to be one. ccxt takes an answer without its list for an empty list, and one without its order for
// an order without a name: a position would count as closed, an order that landed as not there. So each venue names where its
// answers have what was asked for, and one that lacks it is unreadable before ccxt sees it.
import { jsonOf, parseJson } from "./json-reply.ts";
import type { ExpectedAnswer, ExpectedAnswers, VenueClient, VenueReply } from "./venue-module.ts";

/** What the venue's answer to `route` lacks, in words; undefined: nothing, or it is a refusal. */
export function gapIn(
  { answers, findRefusal }: Pick<VenueClient, "answers" | "findRefusal">,
  route: string,
  reply: VenueReply,
): string | undefined {
  const expected = answers[route];
  if (expected === undefined || holds(expected, parseJson(reply.body)) || findRefusal(reply) !== undefined) {
    return undefined;
  }
  const [what, where] = "list" in expected ? ["list", expected.list] : ["object", expected.object];
  return `an answer without the ${what}${where === "" ? "" : ` ${where}`}`;
}

/** The same expectation for several routes. */
export function alike(expected: ExpectedAnswer, routes: readonly string[]): ExpectedAnswers {
  return Object.fromEntries(routes.map((route) => [route, expected]));
}

function holds(expected: ExpectedAnswer, json: unknown): boolean {
  if ("object" in expected) {
    const found = valueAt(json, expected.object);
    return !Array.isArray(found) && Object.keys(jsonOf(found)).length > 0;
  }
  const found = valueAt(json, expected.list);
  return Array.isArray(found) || (found === null && expected.nullIsEmpty === true);
}

function valueAt(json: unknown, where: string): unknown {
  return where === "" ? json : where.split(".").reduce((value, name) => jsonOf(value)[name], json);
}
