import { type Html, html } from "./html.ts";

const TONES: Readonly<Record<string, "good" | "bad" | "wait" | "quiet">> = {
  filled: "good",
  placed: "good",
  done: "quiet",
  cancelled: "quiet",
  queued: "wait",
  working: "wait",
};

/** The state of an order or a line as a small label; a state that is not known shows as a failure. */
export function statusOf(status: string): Html {
  return html`<span class="status ${TONES[status] ?? "bad"}">${status}</span>`;
}
