// Whose answers a venue's are: the transport knows no order, and who works on an order knows no transport (an async context).
import { AsyncLocalStorage } from "node:async_hooks";
import type { VenueAnswer } from "../../ports/answer-log.ts";

/** Of one order's one piece of work. */
const MOST = 100;

const scopes = new AsyncLocalStorage<VenueAnswer[]>();

/** Runs `work` and adds to `answers` what venues answer meanwhile. */
export function collectAnswers<T>(answers: VenueAnswer[], work: () => Promise<T>): Promise<T> {
  return scopes.run(answers, work);
}

/** Keeps an answer where somebody collects them. @param read - makes it, only then. */
export function noteAnswer(read: () => VenueAnswer): void {
  const answers = scopes.getStore();
  if (answers !== undefined && answers.length < MOST) answers.push(read());
}
