// Accounts of a whook that runs elsewhere, on this machine or another: orders go through its queue, events come as they happen.
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { LiveEvent } from "../../app/live-event.ts";
import { isNeverSent, leavesOpen, MAY_BE_TAKEN } from "../never-sent.ts";
import { type RunningWhook, readEvents } from "../read-events.ts";
import { findRunning } from "../runtime-file.ts";
import { findToken } from "../token.ts";
import { ASK_PATH, VENUE_REFUSED_STATUS } from "./ask-route.ts";
import type { BotLink, TakenAlert } from "./bot-link.ts";
import { type BotAccounts, botAccounts } from "./open-accounts.ts";
import type { Answers, Question } from "./questions.ts";
import { VenueError, WhookError } from "./whook-error.ts";

/** Which whook: one of this machine by its data folder, or any by its address. */
export type ConnectOptions =
  | { readonly dataDir: string; readonly token?: string }
  | { readonly url: string; readonly token: string };

const TIMEOUT_MS = 30_000;
/** Between two tries to hear events again, and how long it is tried. */
const AGAIN_MS = 1_000;
const GIVE_UP_MS = 60_000;
/** As the webhook answers of an alert's lines: docs/design.md#the-webhook. */
const takenSchema = z.object({ accepted: z.array(z.unknown()), rejected: z.array(z.unknown()) });
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Joins a running whook: the same accounts, without their keys.
 * @throws WhookError `WHOOK_UNREACHABLE` when none runs there, `TOKEN_WRONG` when it has another token.
 * @example
 * await using whook = await connect({ dataDir: ".whook" });
 * const trade = await whook.account("demo").close("ETH/USDT");
 */
export async function connect(options: ConnectOptions): Promise<BotAccounts> {
  const running = "url" in options ? options : await findHere(options);
  const facts = await ask(running, { ask: "accounts" });
  return botAccounts(await openLink(running), facts);
}

async function findHere({
  dataDir,
  token,
}: {
  readonly dataDir: string;
  readonly token?: string;
}): Promise<RunningWhook> {
  const running = await findRunning(dataDir);
  if (running === undefined) throw new WhookError("WHOOK_UNREACHABLE", `no whook runs on ${dataDir}`);
  return { url: running.url, token: token ?? (await findToken(dataDir)) ?? "" };
}

async function openLink(running: RunningWhook): Promise<BotLink> {
  const closing = new AbortController();
  const listeners = new Set<(event: LiveEvent | undefined) => void>();
  const tell = (event: LiveEvent | undefined) => {
    for (const listener of listeners) listener(event);
  };
  const opened = Promise.withResolvers<void>();
  const hearing = hear(running, { signal: closing.signal, tell, onOpen: opened.resolve }).catch((error: unknown) => {
    closing.abort(error);
    opened.reject(error);
  });
  await opened.promise;
  return {
    accept: (text) => post(running, text),
    ask: (question) => ask(running, question),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    closing: closing.signal,
    close: async () => {
      closing.abort(new WhookError("CLOSED", "the connection was closed"));
      await hearing;
    },
  };
}

/** Until the signal aborts. What breaks off is heard again, and whoever waits asks anew. @throws WhookError when whook has gone. */
async function hear(
  running: RunningWhook,
  { signal, tell, onOpen }: { signal: AbortSignal; tell(event: LiveEvent | undefined): void; onOpen(): void },
): Promise<void> {
  let heardAt = Date.now();
  while (!signal.aborted) {
    try {
      const opened = () => {
        onOpen();
        tell(undefined);
      };
      for await (const event of readEvents(running, { signal, onOpen: opened })) {
        heardAt = Date.now();
        tell(event);
      }
      heardAt = Date.now();
    } catch (error) {
      if (Date.now() - heardAt > GIVE_UP_MS)
        throw new WhookError("WHOOK_UNREACHABLE", `whook at ${running.url} has gone`, { cause: error });
    }
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function post({ url, token }: RunningWhook, text: string): Promise<TakenAlert> {
  const posted = request(new URL(`/whook/${token}`, url), { method: "POST", body: text });
  const { status, body } = await posted.catch((error: unknown) => {
    throw isNeverSent(error) ? noAnswer(url, error) : mayBeTaken(`whook at ${url} did not answer`, error);
  });
  // The same version's answer, or a newer one's, which only adds fields.
  if (takenSchema.safeParse(body).success) return body as TakenAlert;
  const refusal = refusalOf(status, body);
  if (refusal !== undefined) throw refusal;
  throw leavesOpen(status) ? mayBeTaken(`whook answered ${status}`) : unreadable(status);
}

async function ask<Q extends Question>({ url, token }: RunningWhook, question: Q): Promise<Answers[Q["ask"]]> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const asked = request(new URL(ASK_PATH, url), { method: "POST", headers, body: JSON.stringify(question) });
  const { status, body } = await asked.catch((error: unknown) => {
    throw noAnswer(url, error);
  });
  if (status !== 200 || body === undefined) throw refusalOf(status, body) ?? unreadable(status);
  // The same version's answer, or a newer one's, which only adds fields.
  return (body as { readonly answer: Answers[Q["ask"]] }).answer;
}

/** `body` is undefined when it is no JSON, or broke off. @throws when nothing answered in time. */
async function request(address: URL, init: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await fetch(address, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, body: await response.json().catch(() => undefined) };
}

/** What whook itself said; undefined when it was not whook that answered. */
function refusalOf(status: number, body: unknown): WhookError | undefined {
  const said = errorSchema.safeParse(body);
  if (!said.success) return undefined;
  const { code, message } = said.data.error;
  return status === VENUE_REFUSED_STATUS ? new VenueError(code, message) : new WhookError(code, message);
}

// The address of a post holds the token: only what the program gave is quoted.
function noAnswer(url: string, cause: unknown): WhookError {
  return new WhookError("WHOOK_UNREACHABLE", `no whook answers at ${url}`, { cause });
}

function mayBeTaken(what: string, cause?: unknown): WhookError {
  return new WhookError("OUTCOME_UNKNOWN", `${what}: the alert ${MAY_BE_TAKEN}`, { cause });
}

function unreadable(status: number): WhookError {
  return new WhookError("WHOOK_UNREACHABLE", `whook answered ${status}`);
}
