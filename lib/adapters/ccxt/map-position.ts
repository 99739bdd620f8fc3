import { decimal, findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import type { VenuePosition } from "../../ports/exchange.ts";
import type { Position } from "./ccxt.ts";

/** The open position in ccxt's; undefined when it is flat. @throws Error when an open one has no side or symbol. */
export function mapPosition(position: Position): VenuePosition | undefined {
  const contracts = findDecimal(text(position.contracts));
  if (contracts === undefined || contracts.eq(ZERO)) return undefined;
  const { side, symbol, marginMode } = position;
  if (symbol === undefined || (side !== "long" && side !== "short")) {
    throw new Error("the venue's position has no symbol or side");
  }
  const leverage = findDecimal(text(position.leverage));
  return {
    symbol,
    positionSide: side,
    contracts: formatDecimal(contracts.abs()),
    ...decimalPart("entryPrice", position.entryPrice),
    ...decimalPart("markPrice", position.markPrice),
    ...decimalPart("unrealizedProfit", position.unrealizedPnl),
    // Zero: no price, or no figure. https://docs.ccxt.com/#/README?id=position-structure
    ...positivePart("liquidationPrice", position.liquidationPrice),
    ...positivePart("margin", position.initialMargin),
    ...positivePart("notional", position.notional),
    // Leverage is a plain number everywhere in whook: no amount. Zero is none told.
    ...(leverage?.gt(ZERO) ? { leverage: Number(leverage.toFixed()) } : {}),
    ...(marginMode === "isolated" || marginMode === "cross" ? { marginMode } : {}),
  };
}

/** Signed contracts of `symbol` over its positions: below zero is short. */
export function signedContracts(positions: readonly VenuePosition[], symbol: string): string {
  const signed = positions
    .filter((position) => position.symbol === symbol)
    .map(({ positionSide, contracts }) => (positionSide === "long" ? decimal(contracts) : decimal(contracts).neg()));
  return formatDecimal(signed.reduce((total, value) => total.plus(value), ZERO));
}

function decimalPart<Name extends string>(name: Name, value: unknown): { readonly [key in Name]?: string } {
  const parsed = findDecimal(text(value));
  return parsed === undefined ? {} : ({ [name]: formatDecimal(parsed) } as { [key in Name]: string });
}

/** The size of a figure; none when there is nothing of it. */
function positivePart<Name extends string>(name: Name, value: unknown): { readonly [key in Name]?: string } {
  const size = findDecimal(text(value))?.abs();
  return size === undefined || size.eq(ZERO) ? {} : decimalPart(name, formatDecimal(size));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
