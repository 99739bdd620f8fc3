// The services that tell people things, as their API pages describe them, on one loopback port: Telegram's sendMessage,
// Discord's webhooks, and any other address.
import { createServer } from "node:http";

export const BOT_TOKEN = "123456789:AAbot-token-of-a-test";
export const DISCORD_TOKEN = "discord-token-of-a-test";
export const CHAT_ID = "42";

export interface ReceivedMessage {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the next requests get instead: a rate limit of so many seconds, a failure, or no answer at all. */
export type NotifyFault =
  | { readonly kind: "rate-limited"; readonly retryAfterS: number }
  | { readonly kind: "down" }
  | { readonly kind: "dropped" }
  | { readonly kind: "moved" };

export interface NotifyServer {
  readonly endpoint: string;
  /** Requests that were taken, in order. */
  readonly taken: ReceivedMessage[];
  /** Every request. */
  readonly journal: ReceivedMessage[];
  fail(fault: NotifyFault, count?: number): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function startNotifyServer(): Promise<NotifyServer> {
  const taken: ReceivedMessage[] = [];
  const journal: ReceivedMessage[] = [];
  const faults: NotifyFault[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    const received = { path, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    journal.push(received);
    const fault = faults.shift();
    if (fault?.kind === "dropped") return void request.socket.destroy();
    const answer = fault === undefined ? answerTo(received) : faultOf(fault, path);
    if (answer.status < 300) taken.push(received);
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    taken,
    journal,
    fail: (fault, count = 1) => void faults.push(...Array.from({ length: count }, () => fault)),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo({ path, body }: ReceivedMessage): Answer {
  if (path.startsWith("/bot")) return telegram(path, body);
  if (path.startsWith("/api/webhooks/")) return discord(path, body);
  return { status: 200, body: { ok: true } };
}

/** https://core.telegram.org/bots/api#making-requests, #sendmessage */
function telegram(path: string, { chat_id: chat, text }: ReceivedMessage["body"]): Answer {
  if (path !== `/bot${BOT_TOKEN}/sendMessage`) return telegramError(401, "Unauthorized");
  if (String(chat) !== CHAT_ID) return telegramError(400, "Bad Request: chat not found");
  if (typeof text !== "string" || text.length === 0 || text.length > 4096)
    return telegramError(400, "Bad Request: message text is empty or too long");
  return {
    status: 200,
    body: { ok: true, result: { message_id: 1, date: 1, chat: { id: chat, type: "private" }, text } },
  };
}

function telegramError(status: number, description: string, parameters?: object): Answer {
  return {
    status,
    body: { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) },
  };
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook: no content is sent back without `wait`. */
function discord(path: string, { content }: ReceivedMessage["body"]): Answer {
  if (path !== `/api/webhooks/1234/${DISCORD_TOKEN}`)
    return { status: 401, body: { message: "Invalid Webhook Token", code: 50027 } };
  if (typeof content !== "string" || content.length === 0 || content.length > 2000)
    return { status: 400, body: { message: "Invalid Form Body", code: 50035 } };
  return { status: 204 };
}

function faultOf(fault: Exclude<NotifyFault, { kind: "dropped" }>, path: string): Answer {
  if (fault.kind === "down") return { status: 502 };
  if (fault.kind === "moved") return { status: 302, headers: { location: "http://127.0.0.1:9/elsewhere" } };
  const { retryAfterS } = fault;
  if (path.startsWith("/bot"))
    return telegramError(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS });
  const body = { message: "You are being rate limited.", retry_after: retryAfterS, global: false };
  return { status: 429, body, headers: { "retry-after": String(Math.ceil(retryAfterS)) } };
}
