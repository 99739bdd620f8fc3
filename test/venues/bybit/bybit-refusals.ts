// Refusals that several routes share, as Bybit words them: https://bybit-exchange.github.io/docs/v5/error
import { Refused, requiredOr } from "../refused.ts";
import type { Params } from "../routes.ts";

/** 10001 stands for every kind of bad parameter; the message says which. */
export function badParameter(message: string): Refused {
  return new Refused("10001", `params error: ${message}`);
}

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => badParameter(`${name} is required`));

export function categoryOf(params: Params): "linear" | "inverse" {
  const category = required(params, "category");
  if (category !== "linear" && category !== "inverse") throw badParameter("category invalid");
  return category;
}

/** One page of `rows`, and the cursor of the next. */
export function pageOf<T>(
  rows: readonly T[],
  params: Params,
  { usual, most }: { readonly usual: number; readonly most: number },
): { readonly list: readonly T[]; readonly nextPageCursor: string } {
  const limit = Number(params.limit ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw badParameter("limit invalid");
  const from = params.cursor === undefined ? 0 : Number(params.cursor);
  const end = from + limit;
  return { list: rows.slice(from, end), nextPageCursor: end < rows.length ? String(end) : "" };
}
