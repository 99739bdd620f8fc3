// Whatever a venue, or something in front of it, may answer to any call: each answer of the venue's own table of codes, and
// noise. What it says of an order is never a lie that nobody could see through: a refusal in the venue's own words was not carried out.
import { readFileSync } from "node:fs";
import type { SeededRandom } from "../support/seeded-random.ts";
import type { Fault } from "./faults.ts";
import type { VenueProfile } from "./profile.ts";

/** A row of test/fixtures/<venue>/error-map.json. */
interface TableRow {
  readonly status: number;
  readonly body: unknown;
  /** The chain of classes ccxt throws. */
  readonly ccxt: string;
  /** What an order answered so comes to: code, outcome, remedy. */
  readonly placing: string;
}

const PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const NOISE: readonly unknown[] = ["", "null", "[]", "{}", "0", '"ok"', "undefined", '{"code":', "[{]", PAGE, "\u0000"];
/** Nobody knows then what became of the request. */
const UNCERTAIN = [200, 500, 502, 503, 504, 520, 408] as const;
/** Refused at the door. */
const REFUSED = [429, 418] as const;
const WRONG_TYPES: readonly unknown[] = [null, "text", 7, false, {}];

/** Chooses what goes wrong with a request. @param isRead - nothing can come of it. */
export type Chooses = (isRead: boolean) => Fault;

/** The pool of one venue. */
export function answerPool(profile: VenueProfile, random: SeededRandom): Chooses {
  const rows = readTable(String(profile.names[0]));
  const isTaken = () => random.chance(0.5);
  return (isRead) => {
    const row = random.pick(rows);
    const body = random.chance(0.5) ? random.pick(NOISE) : misshapen(profile, random);
    return random.pick<() => Fault>([
      () => ofTable(row, { isRead, isTaken }),
      () => ofTable({ ...row, status: random.pick(REFUSED) }, { isRead, isTaken: () => false }),
      () => ({ kind: "reply", status: random.pick(UNCERTAIN), body, isTaken: isTaken() }),
      () => ({ kind: "reply", status: random.pick(REFUSED), body }),
      () => ({ kind: "cut-body" }),
      () => ({ kind: random.pick(["drop-before", "drop-after"] as const) }),
    ])();
  };
}

/** Only what the table does not take for a refusal may have been carried out; a read told "no such order" would be a lie. */
function ofTable(row: TableRow, { isRead, isTaken }: { readonly isRead: boolean; isTaken(): boolean }): Fault {
  const { status, body, ccxt, placing } = row;
  if (isRead && ccxt.startsWith("OrderNotFound")) return { kind: "busy" };
  return { kind: "reply", status, body, isTaken: / unknown look-up$/.test(placing) && isTaken() };
}

/** A success of the venue's whose content is not what it should be. */
function misshapen({ success }: VenueProfile, random: SeededRandom): unknown {
  const wrong = random.pick(WRONG_TYPES);
  return { ...success, data: wrong, result: wrong };
}

function readTable(name: string): readonly TableRow[] {
  const text = readFileSync(new URL(`../fixtures/${name}/error-map.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly cases: readonly TableRow[] }).cases;
}
