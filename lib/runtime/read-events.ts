// The other end of a whook's stream of events.
import type { LiveEvent } from "../app/live-event.ts";
import { EVENTS_PATH } from "./event-route.ts";

/** Between two empty lines 10 s pass: after three times that whook is not there any more. */
const SILENT_MS = 30_000;

/** Where a running whook listens, and what it knows its callers by. */
export interface RunningWhook {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly token: string;
}

/**
 * What happens from now on, until the signal aborts or whook goes. `onOpen` is called once nothing is missed any more.
 * @throws Error when it cannot be had, or breaks off.
 */
export async function* readEvents(
  { url, token }: RunningWhook,
  { signal, onOpen = () => undefined }: { readonly signal: AbortSignal; readonly onOpen?: () => void },
): AsyncGenerator<LiveEvent> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let isOpen = false;
  let timer = setTimeout(() => silence.abort(), SILENT_MS);
  try {
    const response = await fetch(new URL(EVENTS_PATH, url), {
      headers: { authorization: `Bearer ${token}` },
      signal: either,
    });
    if (!response.ok || response.body === null) throw new Error(refusal(response.status, url));
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENT_MS);
      if (!isOpen) onOpen();
      isOpen = true;
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      // Written by the same version's event route, or a newer one's, which only adds fields.
      for (const line of lines) if (line !== "") yield JSON.parse(line) as LiveEvent;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function refusal(status: number, url: string): string {
  if (status === 401) return `the whook at ${url} has another token`;
  return status === 404 ? `the whook at ${url} is older and has no events` : `the whook at ${url} answered ${status}`;
}
