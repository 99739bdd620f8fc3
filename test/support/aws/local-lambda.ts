// Lambda's Invoke on this machine: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { createServer } from "node:http";
import type { Invocation } from "./lambda-function.ts";

export interface LocalLambda {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** @param functions - by name. */
export async function startLocalLambda(
  functions: Readonly<Record<string, (event: unknown) => Promise<Invocation>>>,
  { concurrency = 10 }: { readonly concurrency?: number } = {},
): Promise<LocalLambda> {
  const server = createServer(async (request, response) => {
    // https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
    if (request.url?.startsWith("/2016-08-19/account-settings"))
      return void response.end(JSON.stringify({ AccountLimit: { ConcurrentExecutions: concurrency } }));
    // https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html: the code is at an address of its own.
    if (request.method === "GET" && request.url?.startsWith("/2015-03-31/functions/"))
      return void response.end(JSON.stringify({ Code: { Location: `http://${request.headers.host}/code` } }));
    if (request.url === "/code") return void response.end("the code that is deployed");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? "")?.[1] ?? "";
    const invocation = await functions[name]?.(JSON.parse(Buffer.concat(chunks).toString()));
    if (invocation === undefined) {
      response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
    } else if (invocation.kind === "failed") {
      response.writeHead(200, { "x-amz-function-error": "Unhandled" }).end(JSON.stringify({ errorType: "Error" }));
    } else response.writeHead(200).end(JSON.stringify(invocation.result));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
