// The story of one order as a person would tell it: what was asked, what was sent, what the venue said, when, and why it
// ended so.
import type { OrderEvent, OrderRecord } from "../execution/order-record.ts";
import type { UnixMs } from "../ids.ts";
import type { PlaceStep, Plan, Step } from "../order/plan.ts";
import { capital } from "../words.ts";

/** One line of the story. */
export interface StoryLine {
  readonly at: UnixMs;
  /** `+1.250 s` since the alert came. */
  readonly after: string;
  readonly text: string;
}

/** The story so far, in order of time. */
export function tellStory(record: OrderRecord): readonly StoryLine[] {
  return record.events.map((event) => ({
    at: event.at,
    after: `+${((event.at - record.receivedAt) / 1000).toFixed(3)} s`,
    text: sentence(event, record),
  }));
}

function sentence(event: OrderEvent, record: OrderRecord): string {
  switch (event.kind) {
    case "received":
      return tellReceipt(record);
    case "attempt":
      return event.attempt === 1 ? "Work on it began." : `Attempt ${event.attempt} began.`;
    case "planned":
      return tellPlan(event.plan);
    case "setting":
      return `Asked the exchange to ${tellStep(event.step)}.`;
    case "setting-failed":
      return `The exchange did not ${tellStep(event.step)}: ${event.failure.message}.`;
    case "intent":
      return `Sending ${event.submission.clientOrderId}: ${tellSent(event.submission.step)}.`;
    case "accepted":
      return event.adopted
        ? `Found on the exchange: it had taken ${event.clientOrderId} as its order ${event.venueOrderId}.`
        : `The exchange took ${event.clientOrderId} as its order ${event.venueOrderId}.`;
    case "refused":
      return `The exchange refused ${event.clientOrderId}: ${event.failure.message}.`;
    case "outcome-unknown":
      return `Whether ${event.clientOrderId} was placed is not known: ${event.message}. Looking for it.`;
    case "not-found":
      return `The exchange does not know ${event.clientOrderId} at this moment.`;
    case "filled":
      return tellFill(event);
    case "told":
      return tellTold(event);
    case "shrunk":
      return `Made smaller, from ${event.from} to ${event.to} contracts: ${event.why}.`;
    case "clearing":
      return `Cancelling the resting reduce-only orders ${event.names.join(", ")}, which are in the way: ${event.why}.`;
    case "withdrawing":
      return `Taking ${event.clientOrderId} off the book: ${event.why}.`;
    case "read-failed":
      return `The account could not be read: ${event.failure.message}.`;
    case "swept":
      return `Of the whole account: ${event.did.join("; ")}.`;
    case "waiting":
      return `Waiting ${((event.untilMs - event.at) / 1000).toFixed(1)} s: ${event.why}.`;
    case "ended":
      return `Ended as ${event.status} (${event.code}): ${event.reason}.`;
  }
}

function tellReceipt({ text, account, exchange, warnings = [] }: OrderRecord): string {
  const came = `The alert came with the line "${text.trim()}" for account ${account} on ${exchange}.`;
  return [came, ...warnings.map(({ message }) => `Note: ${message}.`)].join(" ");
}

function tellFill({ contracts, averagePrice, inferred, corrects }: Extract<OrderEvent, { kind: "filled" }>): string {
  const price = averagePrice === undefined ? "" : ` at ${averagePrice}`;
  if (corrects !== undefined)
    return `The exchange now tells of the order: ${contracts} contracts filled${price}; by the position ${corrects} had been counted.`;
  return `Filled ${contracts} contracts${price}${inferred ? ", judged by how the position moved" : ""}.`;
}

function tellTold({ clientOrderId, averagePrice, fee }: Extract<OrderEvent, { kind: "told" }>): string {
  const price = averagePrice === undefined ? [] : [`its price is ${averagePrice}`];
  const cost = fee === undefined ? [] : [`its fee is ${fee.cost} ${fee.currency}`];
  const told = [...price, ...cost].join(", ");
  if (told === "") return `The exchange did not tell all of ${clientOrderId}: it is asked no more.`;
  return `The exchange told more of ${clientOrderId}: ${told}.`;
}

function tellPlan({ inputs, outcome, reason, steps, warnings }: Plan): string {
  const price = inputs.price === undefined ? "" : ` at a price of ${inputs.price}`;
  const seen = `The position was ${inputs.position} contracts, the free balance ${inputs.free}${price}.`;
  const plan =
    outcome === "steps" ? `The plan: ${steps.map(tellStep).join(", then ")}.` : `Nothing to send (${outcome}).`;
  const because = reason === undefined ? "" : ` ${capital(reason)}.`;
  return [seen, plan + because, ...warnings.map((warning) => `Note: ${warning}.`)].join(" ");
}

/** A step in words, to follow "to": "set the leverage to 3". */
export function tellStep(step: Step): string {
  switch (step.kind) {
    case "place":
      return tellPlace(step);
    case "cancel":
      return `cancel the order named ${step.customId}`;
    case "cancel-all":
      return "cancel every open order of the symbol";
    case "set-leverage":
      return `set the leverage to ${step.leverage}`;
    case "set-margin-mode":
      return `set the margin mode to ${step.marginMode}`;
    case "set-position-mode":
      return `set the position mode to ${step.positionMode}`;
  }
}

/** What goes out at market goes there now, whatever was tried before. */
function tellSent({ pricelock: _tried, ...step }: PlaceStep): string {
  return tellPlace(step);
}

function tellPlace(step: PlaceStep): string {
  const { side, contracts, reduceOnly } = step;
  return `${side} ${contracts} contracts ${tellHow(step)}${reduceOnly ? ", only to reduce" : ""}`;
}

function tellHow({ orderType, price, customId, postOnly, pricelock }: PlaceStep): string {
  if (postOnly) return `at ${price}, only as a maker`;
  if (orderType === "limit") return `at ${price}, named ${customId}`;
  return `at the market${pricelock === undefined ? "" : `, at most ${pricelock} s as a maker first`}`;
}
