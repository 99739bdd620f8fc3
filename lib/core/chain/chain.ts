// What a group remembers of its targets, and what an arriving alert comes to by it. The group's orders arrive one at a time; one
// that arrives again is answered as before.
import type { AlertOrder, PositionOrder } from "../alert/alert-order.ts";
import { type DecimalString, decimal } from "../decimal.ts";
import type { OrderId, UnixMs } from "../ids.ts";
import { layLinks, type Placed } from "./lay-links.ts";

/** A young `position` alert, whatever became of its order. */
export interface ChainLink extends Placed {
  readonly orderId: OrderId;
  readonly receivedAt: UnixMs;
  /** As it was asked for: another order may trade it. */
  readonly order: PositionOrder;
}

/** What an arriving alert comes to. `by`: the order whose target the group holds. */
export type ChainVerdict =
  | { readonly kind: "trades" }
  /** It was late: what came after it is held already. */
  | { readonly kind: "superseded"; readonly by: OrderId }
  /** Something earlier had traded over a later target: that one is traded. */
  | { readonly kind: "restored"; readonly by: OrderId; readonly order: PositionOrder };

/** The group's document. */
export interface Chain {
  /** The target before the first link; absent: not known. */
  readonly origin?: DecimalString;
  /** In the order they arrived. */
  readonly links: readonly ChainLink[];
  /** The order whose target the group holds. */
  readonly holds?: OrderId;
  /** A hole was told, and no alert has followed another since. */
  readonly unmet?: true;
  /** The last arrival, and what it came to. */
  readonly last?: { readonly orderId: OrderId; readonly verdict: ChainVerdict; readonly lost?: true };
}

export const EMPTY_CHAIN: Chain = { links: [] };

/** Alerts received longer before the newest are of another bar. */
const YOUNG_MS = 10_000;
const MAX_LINKS = 12;
const TRADES: ChainVerdict = { kind: "trades" };

/** An order that arrives in its group. */
export interface Arrival {
  readonly orderId: OrderId;
  readonly receivedAt: UnixMs;
  readonly order: AlertOrder;
  /** Whether the market was flat when it arrived. Undefined: the order ended before anybody looked, and trades nothing. */
  readonly isFlat: boolean | undefined;
}

/** The chain after an order arrived. Its `last` says what the order comes to. */
export function arrive(chain: Chain, arrival: Arrival): Chain {
  const { order, orderId } = arrival;
  if (chain.last?.orderId === orderId) return chain;
  const last = { orderId, verdict: TRADES };
  switch (order.command) {
    case "position":
      if (order.prev !== undefined) return join(chain, { ...arrival, order: { ...order, prev: order.prev } });
      return { origin: order.quantity.value, links: [], holds: orderId, last };
    case "close":
      return isWhole(order.quantity) ? { origin: "0", links: [], holds: orderId, last } : { links: [], last };
    case "buy":
    case "sell":
      return { links: [], last };
    default:
      return chain;
  }
}

/** Whether the targets do not follow one another now: what is missing may still come. */
export function hasHole({ links, origin }: Pick<Chain, "links" | "origin">): boolean {
  return layLinks(links, origin).holes > 0;
}

/** Whether a hole is to be told: not again where no target has followed another since it was told last. */
export function isToldHole(chain: Chain): boolean {
  return hasHole(chain) && (chain.unmet !== true || layLinks(chain.links, chain.origin).holes < chain.links.length);
}

/** Whether more alerts of the newest one's bar may come. */
export function isYoung({ links }: Pick<Chain, "links">, now: UnixMs): boolean {
  return links.some(({ receivedAt }) => now - receivedAt <= YOUNG_MS);
}

/** The chain once its hole was told: what comes next is judged by what the group holds. */
export function afterHole(chain: Chain): Chain {
  const last = layLinks(chain.links, chain.origin).links.at(-1);
  return last === undefined ? chain : { ...chain, origin: last.target, links: [], unmet: true };
}

function isWhole(quantity: { readonly value: DecimalString; readonly unit: string } | undefined): boolean {
  return quantity === undefined || (quantity.unit === "percent" && decimal(quantity.value).gte("100"));
}

type Joining = Arrival & { readonly order: PositionOrder & { readonly prev: DecimalString } };

function join(chain: Chain, { order, orderId, receivedAt, isFlat }: Joining): Chain {
  const link: ChainLink = {
    orderId,
    receivedAt,
    order,
    target: order.quantity.value,
    prev: order.prev,
    ...(order.prevIsSize === undefined ? {} : { prevIsSize: order.prevIsSize }),
    ...(order.at === undefined ? {} : { at: order.at }),
  };
  const isTraded = isFlat !== undefined;
  const young = withoutOld(isTraded ? believed(chain, link, isFlat) : chain, link);
  const arrived = [...young.chain.links, link];
  const { links, holes } = layLinks(arrived, young.chain.origin);
  // The arriving link is among them.
  const end = links.reduce((_, next) => next, link);
  const verdict = isTraded ? verdictOf(end, { link, holds: chain.holds }) : TRADES;
  const { unmet, ...before } = young.chain;
  return {
    ...before,
    ...(unmet === true && holes === arrived.length ? { unmet } : {}),
    links: arrived,
    ...(isTraded ? { holds: end.orderId } : {}),
    last: { orderId, verdict, ...(young.lost ? { lost: true } : {}) },
  };
}

function verdictOf(
  end: ChainLink,
  { link, holds }: { readonly link: ChainLink; readonly holds: OrderId | undefined },
): ChainVerdict {
  if (end === link) return TRADES;
  if (end.orderId === holds) return { kind: "superseded", by: end.orderId };
  return { kind: "restored", by: end.orderId, order: end.order };
}

/** Where no target is on record, flat is zero, and otherwise the first alert is believed. */
function believed(chain: Chain, { prev, prevIsSize }: ChainLink, isFlat: boolean): Chain {
  if (chain.origin !== undefined || chain.holds !== undefined) return chain;
  if (isFlat) return { ...chain, origin: "0" };
  // Those that ended unread may have come before it: whichever is laid first is believed.
  return prevIsSize === true || chain.links.length > 0 ? chain : { ...chain, origin: prev };
}

/** Links of an earlier bar leave from the front, and the origin moves with them. `lost`: one that left did not follow. */
function withoutOld(chain: Chain, newest: ChainLink): { readonly chain: Chain; readonly lost: boolean } {
  const laid = layLinks(chain.links, chain.origin);
  const firstYoung = laid.links.findIndex(
    ({ receivedAt }, index) => newest.receivedAt - receivedAt <= YOUNG_MS && laid.links.length - index < MAX_LINKS,
  );
  const left = firstYoung === -1 ? laid.links : laid.links.slice(0, firstYoung);
  if (left.length === 0) return { chain, lost: false };
  const origin = left.reduce((_, { target }) => target, "");
  const links = chain.links.filter((link) => !left.includes(link));
  const lost = laid.holes > 0 && layLinks(links, origin).holes === 0;
  return { chain: { ...chain, links, origin }, lost };
}
