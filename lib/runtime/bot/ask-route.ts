// Where bots that joined a running whook ask their questions.
import type { FastifyInstance } from "fastify";
import { problem } from "../../app/answer-request.ts";
import { faultOf } from "../../core/reason-of.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { bearerOf, NO_TOKEN } from "../event-route.ts";
import type { AnswerDeps } from "./questions.ts";
import { VenueError, WhookError } from "./whook-error.ts";

/** The answer's status when it is the exchange that refused. */
export const VENUE_REFUSED_STATUS = 424;
/** Where it is. The token stands in the header. */
export const ASK_PATH = "/bot/ask";

/** What answering bots needs. */
export interface AskRouteDeps extends AnswerDeps {
  readonly telemetry: Telemetry;
  isToken(token: string): boolean | Promise<boolean>;
}

/** Adds the route to a server that is not listening yet. */
export function addAskRoute(server: FastifyInstance, { isToken, telemetry, ...deps }: AskRouteDeps): void {
  server.post(ASK_PATH, async (request, reply) => {
    if (!(await isToken(bearerOf(request.headers)))) return reply.code(401).send(NO_TOKEN);
    // The first one to ask waits for what answers, and no start does.
    const [{ readQuestion }, { answerQuestion }] = await Promise.all([
      import("./read-question.ts"),
      import("./questions.ts"),
    ]);
    const question = readQuestion(request.body);
    if (question === undefined)
      return reply.code(400).send(problem("QUESTION_INVALID", "this is no question of a bot"));
    try {
      return { answer: await answerQuestion(deps, question) };
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
