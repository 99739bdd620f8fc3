// The planner's promise (docs/design.md#planning): the steps, run on a venue that fills, end at the target and never past it; a
// denial changes nothing.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { isAccountOrder } from "../../../lib/core/alert/symbol-of.ts";
import { type Decimal, decimal, floorToStep, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import type { PlanInput } from "../../../lib/core/order/plan.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { contractsOf } from "../../../lib/core/order/size.ts";
import { runOnModel } from "../../support/model-venue.ts";
import { changeLeverage, close, planInput, position, trade } from "./plan-fixture.ts";

const market = fc
  .record({
    contractSize: fc.constantFrom("1", "0.01", "0.001", "100"),
    contractStep: fc.constantFrom("0.001", "0.1", "1", "5"),
    kind: fc.constantFrom({ inverse: false }, { inverse: true }, { inverse: true, countedInBase: true }),
    floors: fc.record(
      {
        minContracts: fc.constantFrom("1", "10"),
        minNotional: fc.constantFrom("5", "100"),
        maxLeverage: fc.constantFrom(5, 100),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ floors, kind, ...rest }) => ({ ...rest, ...kind, ...floors }));

const size = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 4 }), fc.constantFrom("", "$", "@", "%"))
  .map(([digits, places, unit]) => `${formatDecimal(`${digits}e-${places}`)}${unit}`);
const lever = fc.record({ leverage: fc.integer({ min: 1, max: 125 }) }, { requiredKeys: [] });
const order: fc.Arbitrary<AlertOrder> = fc.oneof(
  fc
    .tuple(fc.constantFrom("buy" as const, "sell" as const), size, lever, fc.boolean(), fc.boolean())
    .map(([side, text, levered, reduceOnly, isLimit]) =>
      trade(side, text, { ...levered, reduceOnly, ...(isLimit ? { limit: { id: "dip1", price: "1950" } } : {}) }),
    ),
  fc
    .tuple(size, fc.constantFrom("", "-"), lever, fc.boolean())
    .map(([text, sign, levered, reduceOnly]) => position(`${sign}${text}`, { ...levered, reduceOnly })),
  fc.constant(position("0")),
  fc.integer({ min: 1, max: 100 }).map((percent) => close(String(percent))),
  fc.constant(close()),
  fc.integer({ min: 1, max: 200 }).map(changeLeverage),
);
const held = fc.oneof(
  fc.constant("0"),
  fc
    .tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.nat(4))
    .map(([digits, places]) => formatDecimal(`${digits}e-${places}`)),
);
const mode = fc.constantFrom("isolated" as const, "cross" as const);
const input: fc.Arbitrary<PlanInput> = fc
  .record({
    order,
    market,
    position: held,
    equity: fc.integer({ min: 1, max: 1_000_000 }).map(String),
    free: fc.integer({ min: 0, max: 1_000_000 }).map(String),
    known: fc.record({ leverage: fc.integer({ min: 1, max: 125 }), marginMode: mode }, { requiredKeys: [] }),
    positionMode: fc.constantFrom("one-way" as const, "one-way" as const, "hedge" as const),
    othersOpen: fc.boolean(),
    wanted: fc.record(
      { marginMode: mode, maxLeverage: fc.constantFrom(3, 20), maxPositionUsd: fc.constantFrom("1000", "1000000") },
      { requiredKeys: ["marginMode"] },
    ),
    traits: fc.record(
      {
        reversesInOneOrder: fc.boolean(),
        leverageOnOrder: fc.constantFrom(true, false, "isolated" as const),
        marginMode: fc.constantFrom(
          "setting" as const,
          "on-order" as const,
          "setting-and-order" as const,
          "account" as const,
          "fixed" as const,
        ),
        setsPositionMode: fc.boolean(),
        positionModeOf: fc.constantFrom("account" as const, "symbol" as const),
        leverageWithMarginMode: fc.constant(true as const),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ equity, free, known, positionMode, othersOpen, wanted, ...rest }) => {
    const account = { equity, free, positionMode, othersOpen, wanted, ...known };
    return { ...planInput(rest.order), ...rest, account };
  });

/** Where an order wants the position to be, before grid and minimum. */
function targetOf(given: PlanInput, leverage: number): Decimal | undefined {
  const { order: asked, market: traded, account, position: now } = given;
  const before = decimal(now);
  if (asked.command === "close") {
    return before.times(decimal("100").minus(asked.quantity?.value ?? "100")).div("100");
  }
  if (isAccountOrder(asked) || asked.command === "cancel" || asked.command === "changeleverage") return before;
  const price = "limit" in asked && asked.limit !== undefined ? asked.limit.price : "2000";
  const contracts = contractsOf(asked.quantity, { market: traded, price, leverage, equity: account.equity });
  const free =
    asked.command === "position"
      ? floorToStep(contracts, decimal(traded.contractStep))
      : before.plus(asked.side === "buy" ? contracts.abs() : contracts.abs().neg());
  if (!asked.reduceOnly) return free;
  if (free.times(before).lte(ZERO)) return ZERO;
  return free.abs().lt(before.abs()) ? free : before;
}

test("steps end at the target, never past it, and a denial changes nothing", () => {
  fc.assert(
    fc.property(input, (given) => {
      const plan = planOrder(given);
      const { before, after, trail } = runOnModel(given, plan);
      if (plan.outcome !== "steps") {
        expect(plan.steps).toEqual([]);
        expect(plan.reason).not.toBe("");
        return;
      }
      const leverage = effectiveLeverage(given, plan);
      const target = targetOf(given, leverage);
      if (target === undefined) return;
      const step = decimal(given.market.contractStep);
      // Never past the target, seen from where it began.
      const asked = target.minus(before.position);
      const done = after.position.minus(before.position);
      if (!done.eq(ZERO)) expect(done.times(asked).gt(ZERO)).toBe(true);
      expect(done.abs().lte(asked.abs())).toBe(true);
      // Short of it by less than a step at each order, unless the plan says what it leaves undone.
      if (plan.reason === undefined) {
        expect(asked.abs().minus(done.abs()).lt(step.times("2"))).toBe(true);
      }
      // No step goes past the target either, but for the close of a position that is opened again.
      for (const { position: held } of trail) {
        const lowest = [before.position, target, ZERO].reduce((low, each) => (each.lt(low) ? each : low));
        const highest = [before.position, target, ZERO].reduce((high, each) => (each.gt(high) ? each : high));
        expect(held.gte(lowest) && held.lte(highest)).toBe(true);
      }
    }),
    { numRuns: 5_000 },
  );
});

test("every order is on the grid unless it ends the position with its own number", () => {
  fc.assert(
    fc.property(input, (given) => {
      const plan = planOrder(given);
      const step = decimal(given.market.contractStep);
      for (const placed of plan.steps) {
        if (placed.kind !== "place") continue;
        const contracts = decimal(placed.contracts);
        const isOnGrid = floorToStep(contracts, step).eq(contracts);
        const isWhole = placed.reduceOnly && contracts.eq(decimal(given.position).abs());
        expect(isOnGrid || isWhole).toBe(true);
      }
    }),
    { numRuns: 5_000 },
  );
});

test("leverage is set to what was named or allowed, and never for a full close", () => {
  fc.assert(
    fc.property(input, (given) => {
      const plan = planOrder(given);
      const levers = plan.steps.filter((step) => step.kind === "set-leverage");
      expect(levers.length).toBeLessThanOrEqual(1);
      const places = plan.steps.filter((step) => step.kind === "place");
      const { after } = runOnModel(given, plan);
      if (after.position.eq(ZERO) && places.length > 0) expect(levers).toEqual([]);
      const cap = Math.min(given.market.maxLeverage ?? 1_000, given.account.wanted.maxLeverage ?? 1_000);
      for (const { leverage } of levers) expect(leverage).toBeLessThanOrEqual(cap);
    }),
    { numRuns: 5_000 },
  );
});

function effectiveLeverage(given: PlanInput, plan: ReturnType<typeof planOrder>): number {
  const set = plan.steps.find((step) => step.kind === "set-leverage");
  if (set !== undefined) return set.leverage;
  const asked = "leverage" in given.order ? given.order.leverage : undefined;
  const wanted = asked ?? given.account.leverage ?? 1;
  return Math.min(wanted, given.market.maxLeverage ?? wanted, given.account.wanted.maxLeverage ?? wanted);
}

/** What may deny an opening: the account's limits and the market's floors. */
function withoutLimits(given: PlanInput): PlanInput {
  const { maxPositionUsd: _maximum, ...wanted } = given.account.wanted;
  const { minContracts: _contracts, minNotional: _notional, ...market } = given.market;
  return { ...given, market, account: { ...given.account, wanted } };
}

test("M29: what denies an opening never stops what reduces", () => {
  fc.assert(
    fc.property(input, (given) => {
      const [limited, free] = [planOrder(given), planOrder(withoutLimits(given))];
      const isLimit = "limit" in given.order && given.order.limit !== undefined;
      // An opening part that the market's step alone rounds away is none with or without limits.
      if (isLimit || free.outcome !== "steps" || free.code !== undefined) return;
      const before = decimal(given.position);
      const { after } = runOnModel(given, free);
      const isThroughZero = before.times(after.position).lt(ZERO);
      const isSmaller = after.position.abs().lt(before.abs());
      if (limited.outcome === "denied") {
        // What the market's own step rounds away is denied whole; a limit only ever denies what does not shrink.
        if (limited.code !== "ROUNDS_TO_ZERO") expect(isThroughZero || isSmaller).toBe(false);
        return;
      }
      if (limited.outcome !== "steps" || limited.code === undefined) return;
      expect(isThroughZero).toBe(true);
      expect(runOnModel(given, limited).after.position.eq(ZERO)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test("M19: a close by an amount ends between the position and flat, takes what was asked but for the step, and leaves no rest below the minimum", () => {
  fc.assert(
    fc.property(input, size, (given, text) => {
      const asked = close(/[$@]$/.test(text) ? text : `${text.replace("%", "")} base`);
      const plan = planOrder({ ...given, order: asked });
      const before = decimal(given.position);
      const { after } = runOnModel(given, plan);
      expect(after.position.times(before).gte(ZERO)).toBe(true);
      expect(after.position.abs().lte(before.abs())).toBe(true);
      if (plan.outcome !== "steps" || asked.command !== "close" || asked.quantity === undefined) return;
      const { market: traded } = given;
      const nominal = { ...asked.quantity, basis: "nominal" as const };
      const amount = contractsOf(nominal, { market: traded, price: "2000", leverage: 1, equity: "0" });
      const rest = after.position.abs();
      if (rest.eq(ZERO)) return;
      expect(before.abs().minus(rest).lte(amount)).toBe(true);
      expect(amount.minus(before.abs().minus(rest)).lt(traded.contractStep)).toBe(true);
      expect(rest.gte(traded.minContracts ?? traded.contractStep)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
