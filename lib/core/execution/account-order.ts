// Orders of a whole account: a switch, and for `closeall` rounds of cancelling and closing (docs/design.md#guards).
import { type OrderId, type UnixMs, unixMs } from "../ids.ts";
import { act, type Decision, deadlineOf, type EventOf, end, type Situation, withEvent, withFacts } from "./decision.ts";
import type { AccountState, OrderState } from "./order-record.ts";

/** A `closeall` goes on this long past the order's deadline: what is at work ends by then. */
const SWEEP_LONGER_MS = 15_000;
/** Between two rounds. */
const ROUND_MS = 1_000;

/** The orders of just now whose fills an earlier round found among the positions. */
export function seenIn({ phase }: OrderState): readonly OrderId[] {
  return phase.kind === "sweeping" ? (phase.seen ?? []) : [];
}

/** The worker stopped before the switch was known to be on record. */
export function switchAgain(situation: Situation<AccountState>): Decision {
  return act(again(situation), { kind: "switch" });
}

/** The switch is on record: that is all, but for a `closeall`. */
export function switched(situation: Situation<AccountState>, { now: said }: EventOf<"switched">): Decision {
  const noted = withEvent(situation, { kind: "swept", did: [said] });
  if (situation.record.order.command !== "closeall") return end(noted, "done", "SWITCHED", said);
  return act({ ...noted, state: { ...noted.state, phase: { kind: "sweeping" } } }, { kind: "sweep" });
}

/** The next round. Each has ids of its own, by the attempt. */
export function sweepAgain(situation: Situation<AccountState>): Decision {
  if (situation.now <= sweepsUntil(situation)) return act(again(situation), { kind: "sweep" });
  const reason = "the time was over when the worker came back to it; nothing opens until resume";
  return end(situation, "expired", "DEADLINE_EXCEEDED", reason);
}

/** A second round that finds nothing is the end: what was on its way shows by then. What is left when the time is over is said. */
export function swept(situation: Situation<AccountState>, { did, left, seen = [] }: EventOf<"swept">): Decision {
  const told = did.length === 0 ? situation : withEvent(situation, { kind: "swept", did });
  const noted = seen.length === 0 ? told : withSeen(told, seen);
  if (left.length === 0 && situation.state.attempts > 1)
    return end(noted, "done", "FLAT", "the account is flat, and nothing opens until resume");
  const until = unixMs(situation.now + ROUND_MS);
  if (until > sweepsUntil(situation)) {
    const reason = `not flat in time, left: ${left.join(", ")}; nothing opens until resume`;
    return end(noted, "expired", "DEADLINE_EXCEEDED", reason);
  }
  return act(noted, { kind: "wait", until });
}

function withSeen(situation: Situation<AccountState>, seen: readonly OrderId[]): Situation<AccountState> {
  const { state } = situation;
  return { ...situation, state: { ...state, phase: { kind: "sweeping", seen: [...seenIn(state), ...seen] } } };
}

function sweepsUntil(situation: Situation<AccountState>): UnixMs {
  return unixMs(deadlineOf(situation) + SWEEP_LONGER_MS);
}

function again(situation: Situation<AccountState>): Situation<AccountState> {
  const attempts = situation.state.attempts + 1;
  return withFacts(situation, { attempts });
}
