// Whether an order made money: its executions' accounts added up, and its fee.
import { type Decimal, type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { Accounted, OrderRecord } from "../execution/order-record.ts";

/** Amounts are in the settle coin. */
export interface TradeResult {
  readonly settle: string;
  readonly fee?: { readonly cost: DecimalString; readonly currency: string };
  /** Profit of what it closed, by average cost, fees apart; "0" when it only opened. Absent until it is reckoned. */
  readonly realizedProfit?: DecimalString;
  /** The same less this order's fee; added up over all trades, the change of the balance. Absent when the fee is not known in the settle coin. */
  readonly netProfit?: DecimalString;
  /** How many contracts it closed that whook had opened. */
  readonly closedContracts?: DecimalString;
  /** How many contracts it closed that whook had not opened, or not at a known price: their profit is not known and not counted. */
  readonly outsideContracts?: DecimalString;
  /** By how many signed contracts the position had changed outside whook before it. */
  readonly positionMoved?: DecimalString;
}

export function resultOf({ symbol, state }: OrderRecord): TradeResult {
  const settle = symbol.slice(symbol.indexOf(":") + 1);
  const { feeCost, feeCurrency } = state.fills;
  const fee =
    feeCost === undefined || feeCurrency === undefined ? {} : { fee: { cost: feeCost, currency: feeCurrency } };
  const accounts = state.executions.flatMap(({ accounted }) => (accounted === undefined ? [] : [accounted]));
  if (accounts.length === 0 || accounts.length < state.executions.length) return { settle, ...fee };
  const realizedProfit = sum(accounts, "realizedProfit");
  const outside = sum(accounts, "outsideContracts");
  const moved = sum(accounts, "positionMoved");
  return {
    settle,
    ...fee,
    realizedProfit: formatDecimal(realizedProfit),
    ...(feeCost === undefined || feeCurrency !== settle
      ? {}
      : { netProfit: formatDecimal(realizedProfit.minus(feeCost)) }),
    closedContracts: formatDecimal(sum(accounts, "closedContracts")),
    ...(outside.eq(ZERO) ? {} : { outsideContracts: formatDecimal(outside) }),
    ...(moved.eq(ZERO) ? {} : { positionMoved: formatDecimal(moved) }),
  };
}

function sum(accounts: readonly Accounted[], key: keyof Accounted): Decimal {
  return accounts.reduce((total, accounted) => total.plus(accounted[key] ?? ZERO), decimal("0"));
}
