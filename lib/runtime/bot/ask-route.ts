// Where bots that joined a running whook ask their questions.
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { problem } from "../../app/answer-request.ts";
import { ORDER_STATUSES } from "../../core/execution/order-record.ts";
import { unixMs } from "../../core/ids.ts";
import { faultOf } from "../../core/reason-of.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { bearerOf, NO_TOKEN } from "../event-route.ts";
import { type AnswerDeps, answerQuestion, type Question } from "./questions.ts";
import { VenueError, WhookError } from "./whook-error.ts";

/** The answer's status when it is the exchange that refused. */
export const VENUE_REFUSED_STATUS = 424;
/** Where it is. The token stands in the header. */
export const ASK_PATH = "/bot/ask";

const account = z.string();
const time = z.number().int().transform(unixMs);
const history = {
  account,
  symbol: z.string().optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  tag: z.string().optional(),
  since: time.optional(),
  until: time.optional(),
  limit: z.number().int().positive().optional(),
};
const questionSchema = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("accounts") }),
  z.object({ ask: z.enum(["positions", "balance"]), account }),
  z.object({ ask: z.enum(["market", "price"]), account, symbol: z.string() }),
  z.object({ ask: z.literal("plan"), account, text: z.string() }),
  z.object({ ask: z.literal("order"), account, id: z.string() }),
  z.object({ ask: z.enum(["trades", "orders", "stats"]), ...history }),
]);

/** What answering bots needs. */
export interface AskRouteDeps extends AnswerDeps {
  readonly telemetry: Telemetry;
  isToken(token: string): boolean | Promise<boolean>;
}

/** Adds the route to a server that is not listening yet. */
export function addAskRoute(server: FastifyInstance, { isToken, telemetry, ...deps }: AskRouteDeps): void {
  server.post(ASK_PATH, async (request, reply) => {
    if (!(await isToken(bearerOf(request.headers)))) return reply.code(401).send(NO_TOKEN);
    const question = questionSchema.safeParse(parsed(request.body));
    if (!question.success) return reply.code(400).send(problem("QUESTION_INVALID", "this is no question of a bot"));
    try {
      // A key that is absent and one that is undefined are the same to it.
      return { answer: await answerQuestion(deps, question.data as Question) };
    } catch (error) {
      if (error instanceof WhookError) {
        const status = error instanceof VenueError ? VENUE_REFUSED_STATUS : 409;
        return reply.code(status).send(problem(error.code, error.message));
      }
      telemetry.log("error", "a bot could not be answered", { reason: faultOf(error) });
      return reply.code(503).send(problem("NOT_ANSWERED", "whook could not answer: its log says why"));
    }
  });
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(body instanceof Uint8Array ? new TextDecoder().decode(body) : "");
  } catch {
    return undefined;
  }
}
