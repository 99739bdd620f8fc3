// The planner's vocabulary. A plan is plain JSON: what `whook plan --json` prints and what the ledger stores.
import type { AlertOrder, Side } from "../alert/alert-order.ts";
import type { DecimalInput, DecimalString } from "../decimal.ts";
import type { FailureCode } from "../failure.ts";
import type { GuardFacts } from "../guard/judge-opening.ts";
import type { MarginMode, PositionMode } from "../market/modes.ts";
import type { VenueTraits } from "../market/venue-table.ts";
import type { SizeMarket } from "./size.ts";

/** A market order trades at once; a limit order rests when nobody meets its price. */
export type OrderType = "market" | "limit";

/**
 * What an order is for: to take away from the position, to open or grow one, or to close and open at once. `protect`: an
 * exit that waits on the exchange; none is planned yet.
 */
export type Purpose = "close" | "open" | "reverse" | "protect";

/** Send one order. `contracts` is always positive. */
export interface PlaceStep {
  readonly kind: "place";
  readonly purpose: Purpose;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly contracts: DecimalString;
  /** Limit orders only. */
  readonly price?: DecimalString;
  /** Limit orders only: the user's name for it. */
  readonly customId?: string;
  /** Market orders only: first tried as a maker, for at most so many seconds of the whole order. */
  readonly pricelock?: number;
  /** Such a try: a limit order that must not trade at once. */
  readonly postOnly?: true;
  readonly reduceOnly: boolean;
  /** Only where the venue takes leverage on the order itself. */
  readonly leverage?: number;
  /** Only where the venue takes the margin mode on the order itself. */
  readonly marginMode?: MarginMode;
}
/** Cancel the limit order of that name. */
export interface CancelStep {
  readonly kind: "cancel";
  readonly customId: string;
}
/** Cancel every open order of the symbol. */
export interface CancelAllStep {
  readonly kind: "cancel-all";
}
/** Set the symbol's leverage. */
export interface SetLeverageStep {
  readonly kind: "set-leverage";
  readonly leverage: number;
  /** The mode it is set for, where the venue keeps one leverage per margin mode. */
  readonly marginMode?: MarginMode;
}
/** Set the symbol's margin mode, with the leverage where the venue takes both in one call. */
export interface SetMarginModeStep {
  readonly kind: "set-margin-mode";
  readonly marginMode: MarginMode;
  readonly leverage?: number;
}
/** Leave hedge mode. */
export interface SetPositionModeStep {
  readonly kind: "set-position-mode";
  readonly positionMode: "one-way";
}
/** A step that is simply asked for again when its outcome is unknown: it has no size to double. */
export type SettingStep = CancelStep | CancelAllStep | SetLeverageStep | SetMarginModeStep | SetPositionModeStep;
/** One thing to do on the venue. Steps run one after another, each once the one before it is done. */
export type Step = PlaceStep | SettingStep;

/** The market as the planner needs it; an `Instrument` fits. */
export interface PlanMarket extends SizeMarket {
  readonly contractStep: DecimalInput;
  /** A limit price is put on the nearest multiple of it; absent: it is sent as it was asked. */
  readonly priceTick?: DecimalInput;
  readonly minContracts?: DecimalInput;
  readonly minNotional?: DecimalInput;
  /** The most one market order may hold: more goes out in as many as it takes. */
  readonly maxContracts?: DecimalInput;
  /** The most one limit order may hold. */
  readonly maxLimitContracts?: DecimalInput;
  /** The most one order may be worth. */
  readonly maxNotional?: DecimalInput;
  readonly maxLeverage?: number;
  /** The only leverages the venue takes, ascending. */
  readonly leverages?: readonly number[];
}

/** The account as this attempt read it, and what its configuration wants. */
export interface PlanAccount {
  /** Wallet plus unrealised profit in the settle coin. */
  readonly equity: DecimalInput;
  /** Free margin in the settle coin. */
  readonly free: DecimalInput;
  /** Set on the venue for this symbol now; absent: the venue does not say. */
  readonly leverage?: number;
  readonly marginMode?: MarginMode;
  readonly positionMode?: PositionMode;
  /** The symbol has a position in each margin mode. */
  readonly isSplit?: true;
  /** The account's switches and guards; absent: it has none. */
  readonly guards?: GuardFacts;
  /** Whether positions in other symbols of the same settle coin are open. */
  readonly othersOpen: boolean;
  readonly wanted: {
    readonly marginMode: MarginMode;
    readonly maxLeverage?: number;
    readonly maxPositionUsd?: DecimalInput;
    /** Denies an opening in base or contracts whose margin is more than so many times the equity. */
    readonly maxOversize?: DecimalInput;
  };
}

/** Best prices of the book; one side may be missing. */
export interface BestPrices {
  readonly bid?: DecimalInput;
  readonly ask?: DecimalInput;
}

/** A setting that a venue may refuse to change. */
export type RefusedSetting = "set-leverage" | "set-margin-mode" | "set-position-mode";

/** Everything the planner knows of the world. */
export interface PlanInput {
  readonly order: AlertOrder;
  readonly market: PlanMarket;
  readonly account: PlanAccount;
  /** Signed contracts: below zero is short. */
  readonly position: DecimalInput;
  readonly price: BestPrices;
  readonly traits?: VenueTraits;
  /** What the venue has refused to set in this attempt. */
  readonly refused?: readonly RefusedSetting[];
}

/** What to do about one order now. Decimals are strings. */
export type Plan = PlanFacts &
  (
    | {
        readonly outcome: "steps";
        /** An opening was denied, and the close it came with goes out; or the target of another alert is traded. */
        readonly code?: FailureCode | "RESTORED";
        /** What was asked and is left undone, and why. */
        readonly reason?: string;
      }
    | { readonly outcome: "done"; readonly code?: "RESTORED"; readonly reason: string }
    | {
        readonly outcome: "denied";
        readonly code: FailureCode;
        /** Why, with the numbers. */
        readonly reason: string;
      }
  );

/** What every plan tells. */
export interface PlanFacts {
  /** Empty unless the outcome is steps. */
  readonly steps: readonly Step[];
  /** What the plan was made from. `price` is P of docs/design.md#sizing. */
  readonly inputs: {
    readonly price?: DecimalString;
    readonly equity: DecimalString;
    readonly free: DecimalString;
    readonly position: DecimalString;
    readonly leverage?: number;
    readonly marginMode?: MarginMode;
  };
  /** Margin and notional of what the steps open, absent when they open nothing. */
  readonly margin?: DecimalString;
  readonly notional?: DecimalString;
  readonly warnings: readonly string[];
}
