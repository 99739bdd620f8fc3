// Stands before a whook and loses answers: what was asked has reached it by then.
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What becomes of an answer that whook has given. */
export type Loss = "closed" | "never" | "cut" | "bad gateway";

/** Passes all on, and loses the answer of what is posted to a path that `losing` names. */
export async function startLosingProxy(target: string) {
  const losing = new Map<string, Loss>();
  const lossOf = (path = "") => [...losing].find(([start]) => path.startsWith(start))?.[1];
  const server = createServer((asked, answer) => {
    const { method, headers } = asked;
    const passed = request(new URL(asked.url ?? "", target), { method, headers }, (given) => {
      const loss = method === "POST" ? lossOf(asked.url) : undefined;
      if (loss !== undefined) return lose(loss, given, answer);
      answer.writeHead(given.statusCode ?? 0, given.headers);
      given.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    losing,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function lose(loss: Loss, given: IncomingMessage, answer: ServerResponse): void {
  given.resume();
  if (loss === "closed") answer.destroy();
  if (loss === "cut") {
    answer.writeHead(200, { "content-length": 1_000 });
    answer.write('{"alertId":"', () => answer.destroy());
  }
  if (loss === "bad gateway") answer.writeHead(502).end("<html>");
}
