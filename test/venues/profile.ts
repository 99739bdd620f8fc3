// What the shared suite must know of one simulated venue.
import type { AccountEntry } from "../../lib/config/account-entry.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Capability } from "../contract/exchange-contract.ts";
import type { Simulator, SimulatorOptions } from "./simulator.ts";

export interface VenueProfile {
  /** EXCHANGE names that speak this dialect, the live one first. */
  readonly names: readonly string[];
  /** What tells this account from the venue's plain one: its type or region, in a word. */
  readonly accountType?: string;
  /** What the account must say of itself for that. @default nothing */
  readonly account?: Partial<Account>;
  /** What a first start takes before the order is sent, with nothing cached. @default 2 */
  readonly coldRoundTrips?: number;
  /** Keys of the account that is there when a test names none. */
  readonly keys: { readonly apiKey: string; readonly secret: string; readonly password?: string };
  start(options?: SimulatorOptions): Promise<Simulator>;
  /** The venue as its demo names see it, where that differs. @default start */
  startDemo?(options?: SimulatorOptions): Promise<Simulator>;
  /** ETH's perpetual in the venue's first settle coin: the suite sets its book to 1,999 / 2,001. */
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly settle: string;
  /** Base units in one contract of it (of an inverse one at 2,000). At least 0.1 contracts must be tradable as 0.1 ETH. */
  readonly contractSize: string;
  /** At least how many markets settle in that coin. @default 101 */
  readonly leastMarkets?: number;
  /** The request that places an order: where faults are aimed. */
  readonly placing: { readonly method: string; readonly path: string };
  /** Where positions are read: GET. */
  readonly positionsPath: string;
  /** What the venue puts around a success, without its content. */
  readonly success: Readonly<Record<string, unknown>>;
  /** A no in the venue's envelope, as a gateway in front of it writes one. */
  refusalBody(code: number, words: string): unknown;
  /** Paths of the GETs that only add to an order what it leaves out: its fills and fees. No order may wait for one. */
  readonly supplements: readonly string[];
  /** It lists funding and transfers, and whook asks. @default false */
  readonly tellsMovements?: true;
  /** Orders tell their fee themselves; fills are asked for only where one does not. @default false */
  readonly feeInOrder?: true;
  /** The answer to placing tells what filled, so that no report is needed for it. @default false */
  readonly fillInAnswer?: true;
  /** What no answer but those tells, beside the fee. */
  readonly toldByFills?: "price";
  /** Hosts of the real venue, by EXCHANGE name: live and demo must not be mixed up. With spaces between several. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Headers by EXCHANGE name that make a request a demo one, where the venue has such. */
  readonly demoHeaders?: Readonly<Record<string, string>>;
  /** What a person does on the venue's own page. Absent: the venue has no hedge mode. */
  switchToHedgeMode?(simulator: Simulator): Promise<void> | void;
  /** What the venue cannot do, by capability, with the reason people read in docs/venues.md. */
  readonly without?: Partial<Readonly<Record<Capability, string>>>;
  /** The venue's own word for no, as the simulator gives it for each of these. */
  readonly codes: {
    readonly fundsInsufficient: string;
    readonly wrongKey: string;
  };
  /** What the venue answers to an order above the largest size it takes, from its documentation. */
  readonly tooLarge: { readonly status: number; readonly body: unknown };
  /** Its answer to a reduction without a position, as the simulator gives it. */
  readonly nothingToReduce: { readonly status: number; readonly body: unknown };
}

/** The account of accounts.json for a profile's simulator. */
export function entryOf(profile: VenueProfile, name: string, endpoint: string): AccountEntry {
  const { apiKey, secret, password } = profile.keys;
  return {
    ACCOUNT_ID: "sim",
    EXCHANGE: name,
    API_KEY: apiKey,
    SECRET_KEY: secret,
    ...(password === undefined ? {} : { PASSWORD: password }),
    SETTLE_COIN: profile.settle,
    MARGIN_MODE: profile.account?.marginMode ?? "isolated",
    ...(profile.account?.region === undefined ? {} : { REGION: profile.account.region }),
    ENDPOINT: endpoint,
  };
}
