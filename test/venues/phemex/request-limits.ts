// How often a user may ask: https://phemex-docs.github.io/#rest-api-ratelimit-rules. Each group has a capacity a minute, and
// names in its headers what is left and how many seconds a refused user waits; the headers of `others` have no group's name.
import type { SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import type { PhemexVenue } from "./venue.ts";

const WINDOW_MS = 60_000;
/** Trading; everything else (reports, lists of what was done) is `others`: nils2525/Phemex.Net counts so too. */
const CONTRACT = /^\/(g-)?(orders|accounts|positions)(\/|$)/;
const CAPACITY = { contract: 500, others: 100 } as const;
const SUFFIX = { contract: "-contract", others: "" } as const;
/** By method and path; all others weigh 1. */
const WEIGHTS: Readonly<Record<string, number>> = {
  "GET /accounts/positions": 25,
  "GET /g-accounts/positions": 25,
  "DELETE /orders/all": 3,
  "DELETE /g-orders/all": 3,
};

type Group = keyof typeof CAPACITY;

export class RequestLimits {
  readonly #venue: PhemexVenue;
  readonly #windows = new Map<string, { readonly endsAt: number; used: number }>();

  constructor(venue: PhemexVenue) {
    this.#venue = venue;
  }

  /** The answer, or the refusal of a user who asked too often. Market data belongs to no user. */
  answer(request: SimulatedRequest, answer: (request: SimulatedRequest) => SimulatedReply): SimulatedReply {
    const user = request.headers["x-phemex-access-token"];
    if (typeof user !== "string") return answer(request);
    const group: Group = CONTRACT.test(request.path) ? "contract" : "others";
    const { used, endsAt } = this.#count(`${user} ${group}`, WEIGHTS[`${request.method} ${request.path}`] ?? 1);
    const left = CAPACITY[group] - used;
    const headers = {
      [`x-ratelimit-remaining${SUFFIX[group]}`]: String(Math.max(0, left)),
      [`x-ratelimit-capacity${SUFFIX[group]}`]: String(CAPACITY[group]),
    };
    if (left < 0) {
      const seconds = String(Math.ceil((endsAt - this.#venue.now()) / 1_000));
      return {
        status: 429,
        headers: { ...headers, [`x-ratelimit-retry-after${SUFFIX[group]}`]: seconds },
        body: "Too many requests",
      };
    }
    const reply = answer(request);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  #count(key: string, weight: number): { readonly endsAt: number; readonly used: number } {
    const now = this.#venue.now();
    const current = this.#windows.get(key);
    const counted = current === undefined || now >= current.endsAt ? { endsAt: now + WINDOW_MS, used: 0 } : current;
    counted.used += weight;
    this.#windows.set(key, counted);
    return counted;
  }
}
