// What several routes answer alike. Refusals of trading come with status 200:
// https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";

/** The most rows a page of fills may hold. */
export const LARGEST_PAGE = 200;

/** The parameter's text. @throws Refused when it is missing. */
export function required(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new Refused("10500", "Missing required parameter");
  return value;
}

/** The shapes a report has been seen in. */
export type ReportShape = "bare" | "data" | "rows";

/**
 * A report's list. Clients that trade read `data.rows`: hummingbot/hummingbot, phemex_perpetual_derivative.py
 * (`_update_orders_fills`, `_request_order_status`); cstone-io/phemex-py, usdm_rest/endpoints.py (`lookup_order`,
 * `trade_history`). The documents print it bare: https://phemex-docs.github.io/#query-orders-by-ids
 */
export function report(venue: { readonly reportShape?: ReportShape }, rows: readonly unknown[]): unknown {
  switch (venue.reportShape ?? "rows") {
    case "bare":
      return rows;
    case "data":
      return success(rows);
    case "rows":
      return success({ rows });
  }
}

/** Around everything but market data. */
export function success(data: unknown): { readonly code: number; readonly msg: string; readonly data: unknown } {
  return { code: 0, msg: "", data };
}
