import type { APIGatewayProxyEvent, APIGatewayProxyResult, ScheduledEvent } from "aws-lambda";
import { mapAnswer, mapRequest } from "../../lib/adapters/aws/api-gateway.ts";
import { isScheduled } from "../../lib/adapters/aws/scheduled-event.ts";
import { type AnswerRequestDeps, answerRequest, problem } from "../../lib/app/answer-request.ts";

/** Who calls the webhook: API Gateway for TradingView, and the schedule that keeps it warm. */
export type WebhookEvent = APIGatewayProxyEvent | ScheduledEvent;

/** Answers one call. A request from an address that may not post is refused before anything of it is read. */
export async function answerWebhookEvent(
  deps: AnswerRequestDeps,
  isAllowed: (address: string) => boolean,
  event: WebhookEvent,
): Promise<APIGatewayProxyResult> {
  if (isScheduled(event)) {
    // Kept warm: what the next alert needs of its stack is read before it comes.
    await deps.accounts.listAccounts();
    return mapAnswer({ status: 200, body: {} });
  }
  const { senderAddress, ...request } = mapRequest(event);
  if (isAllowed(senderAddress)) return mapAnswer(await answerRequest(deps, request));
  deps.telemetry.count("SenderRefused");
  deps.telemetry.log("warn", "request from an address that may not post", { senderAddress });
  return mapAnswer({ status: 403, body: problem("SENDER_REFUSED", "this address may not post alerts here") });
}
