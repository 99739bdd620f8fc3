import type { AlertAccount, ParsedAlert } from "./alert-order.ts";
import { parseLines } from "./parse-lines.ts";

/**
 * Parses a whole alert before anything acts: good lines become orders, bad lines errors, and neither stops the other.
 * Never throws; takes time linear in the text's length.
 *
 * @example
 * parseAlert("demo ETH/USDT buy 300$ x3", [{ id: "demo", exchange: "paper", settle: "USDT" }]).orders[0];
 * // { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "buy", side: "buy",
 * //   quantity: { value: "300", unit: "quote", basis: "collateral" }, leverage: 3, reduceOnly: false }
 */
export function parseAlert(text: string, accounts: readonly AlertAccount[]): ParsedAlert {
  const lines = parseLines(text, accounts);
  return {
    orders: lines.map(({ order }) => order).filter((order) => order !== undefined),
    errors: lines.flatMap(({ errors }) => errors),
    warnings: lines.flatMap(({ warnings }) => warnings),
  };
}
