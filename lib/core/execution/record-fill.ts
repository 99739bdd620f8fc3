// A fill as it enters an order's state: its execution, the totals, the position.
import { type DecimalString, decimal, ZERO } from "../decimal.ts";
import { defined } from "../defined.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { type Happening, type Working, withEvent, withFacts, withWork } from "./decision.ts";
import { type Fill, positionAfter, totalsOf } from "./fills.ts";
import type { OrderExecution } from "./order-record.ts";
import type { Submission } from "./phase.ts";
import { untoldOf } from "./untold.ts";

/** What the venue says the order filled; nothing when it filled nothing. */
export function recordFill(situation: Working, submission: Submission, order: VenueOrder): Working {
  if (decimal(order.filledContracts).lte(ZERO)) return situation;
  const fill = fillOf(submission, order);
  const known = { ...submission, venueOrderId: order.venueOrderId };
  const filled = addExecution(situation, submission, { ...fill, ...untoldOf(known, fill, situation.now) });
  const position = positionAfter(situation.state.work.position, fill);
  return withFacts(withWork(filled, { position }), { waits: 0 });
}

/** A fill that is judged by how the position moved, without price or fee: the follower replaces it when the venue tells. */
export function recordInferredFill(situation: Working, submission: Submission, contracts: DecimalString): Working {
  const fill: Fill = { side: submission.step.side, contracts };
  const filled = addExecution(situation, submission, fill, { inferred: true });
  const position = positionAfter(submission.positionBefore, fill);
  return withFacts(withWork(filled, { position }), { open: [...situation.state.open, { submission }] });
}

/** An order of the venue as a fill of the submission it came from. */
export function fillOf({ step }: Submission, { filledContracts, averagePrice, fee }: VenueOrder): Fill {
  return {
    side: step.side,
    contracts: filledContracts,
    ...defined({ averagePrice, fee, maker: step.postOnly }),
  };
}

function addExecution(
  situation: Working,
  { clientOrderId, positionBefore }: Submission,
  fill: Fill & Pick<OrderExecution, "untold">,
  how: { readonly inferred?: true } = {},
): Working {
  const { state, now } = situation;
  const executions = [...state.executions, { clientOrderId, positionBefore, ...fill, ...how }];
  const fills = totalsOf(executions, state.work.instrument);
  return withFacts(withEvent(situation, filledEvent(clientOrderId, fill, how)), { executions, fills, filledAt: now });
}

function filledEvent(
  clientOrderId: string,
  { contracts, averagePrice }: Fill,
  how: { readonly inferred?: true },
): Happening {
  return {
    kind: "filled",
    clientOrderId,
    contracts,
    ...(averagePrice === undefined ? {} : { averagePrice }),
    ...how,
  };
}
