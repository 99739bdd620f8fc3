// One account on a simulated venue: its money, its orders and fills, how it is set up.
import {
  type EngineFill,
  type EngineOrder,
  newVenueState,
  type VenueState,
} from "../../lib/adapters/paper/venue-state.ts";
import type { MarginMode } from "../../lib/core/market/modes.ts";

/** Orders are numbered for each settle coin, from numbers no other coin's come to. */
const NUMBERS_PER_COIN = 1_000_000;

/** How a simulated account starts. A venue adds what is its own. */
export interface AccountSetup {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
  /** By settle coin. @default 10,000 of the venue's first, nothing of the others */
  readonly deposits?: Readonly<Record<string, string>>;
  /** @default 20 */
  readonly leverage?: number;
  /** @default "cross" */
  readonly marginMode?: MarginMode;
  readonly isHedged?: boolean;
}

/** Funding of what is open, or a transfer; what came in is positive. */
export interface SimulatedMovement {
  readonly at: number;
  readonly kind: "funding" | "transfer";
  readonly settle: string;
  readonly amount: string;
}

export class SimulatedAccount<S extends AccountSetup = AccountSetup> {
  readonly setup: S;
  /** By settle coin. The position mode is read from the first. */
  readonly states: Map<string, VenueState>;
  /** Every order ever taken, by the engine's id, in the order they came. */
  readonly orders = new Map<string, EngineOrder>();
  readonly allFills: EngineFill[] = [];
  /** What moved for no order, in the order it happened. */
  readonly movements: SimulatedMovement[] = [];
  /** What it was before each change, and until when its positions may be shown so. Oldest first. */
  readonly past: { readonly until: number; readonly states: ReadonlyMap<string, VenueState> }[] = [];
  /** How many of an order's fills the venue's lists show yet. */
  toldFills: "all" | "first" | "none" = "all";

  constructor(setup: S, settles: readonly string[]) {
    const { leverage = 20, marginMode = "cross", isHedged = false } = setup;
    const deposits = { [String(settles[0])]: "10000", ...setup.deposits };
    this.setup = setup;
    this.states = new Map(
      settles.map((settle, index) => {
        const state = newVenueState({
          settle,
          deposit: deposits[settle] ?? "0",
          defaults: { leverage, marginMode },
          positionMode: isHedged ? "hedge" : "one-way",
        });
        return [settle, { ...state, sequence: index * NUMBERS_PER_COIN }];
      }),
    );
  }

  /** Oldest first, as far as the venue's lists show them. */
  get fills(): readonly EngineFill[] {
    if (this.toldFills === "none") return [];
    const isFirst = ({ fillId, venueOrderId }: EngineFill) =>
      this.allFills.find((other) => other.venueOrderId === venueOrderId)?.fillId === fillId;
    return this.toldFills === "first" ? this.allFills.filter(isFirst) : this.allFills;
  }

  state(settle: string): VenueState {
    const state = this.states.get(settle);
    if (state === undefined) throw new Error(`the simulated account has no ${settle}`);
    return state;
  }

  get isHedged(): boolean {
    return [...this.states.values()][0]?.positionMode === "hedge";
  }

  /** Resting orders of one market, or of all. */
  openOrders(symbol?: string): readonly EngineOrder[] {
    return [...this.states.values()]
      .flatMap((state) => Object.values(state.openOrders))
      .filter((order) => symbol === undefined || order.symbol === symbol);
  }

  hasPositions(): boolean {
    return [...this.states.values()].some((state) => Object.keys(state.positions).length > 0);
  }

  /** The latest order of our id: venues let an id be used again once its order is done. */
  findByClientId(symbol: string, clientOrderId: string): EngineOrder | undefined {
    return [...this.orders.values()].findLast(
      (order) => order.symbol === symbol && order.clientOrderId === clientOrderId,
    );
  }
}
