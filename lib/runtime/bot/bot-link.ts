import type { LiveEvent } from "../../app/live-event.ts";
import type { AlertRecord } from "../../ports/ledger.ts";
import type { Answers, Question } from "./questions.ts";

/** What became of an alert's lines when it was taken. */
export type TakenAlert = Pick<AlertRecord, "alertId" | "accepted" | "rejected" | "warnings">;

/** The engine behind accounts: one of the bot's own, or a whook that runs elsewhere. */
export interface BotLink {
  /** Stores and queues an alert's lines. @throws WhookError when they were not stored. */
  accept(text: string): Promise<TakenAlert>;
  /** @throws WhookError with the code of what is wrong. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q["ask"]]>;
  /** Told of each event, and of `undefined` when some may have been missed. @returns how to stop. */
  listen(listener: (event: LiveEvent | undefined) => void): () => void;
  /** Aborts when it is closed, or gone for good; its reason says why. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}
