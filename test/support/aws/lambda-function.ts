// A function of Lambda on this machine: the bundle in a process of its own, fed through a stub of the Runtime API
// (2018-06-01). A killed process is a crash; the next event starts another one.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;
const BOOTSTRAP = new URL("lambda-bootstrap.mjs", import.meta.url).pathname;

export interface LambdaFunctionOptions {
  readonly name: string;
  /** With `handler.mjs` in it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Longer invocations are ended, as Lambda does. */
  readonly timeoutMs: number;
}

/** What an invocation came to. `failed`: the handler threw, its process died or its time was over. */
export type Invocation =
  | { readonly kind: "answered"; readonly result: unknown }
  | { readonly kind: "failed"; readonly reason: string };

interface Pending {
  readonly event: unknown;
  readonly settle: (invocation: Invocation) => void;
}

/** One execution environment: one event at a time. */
export class LambdaFunction {
  readonly #options: LambdaFunctionOptions;
  readonly #server: Server;
  #child: ChildProcess | undefined;
  #waiting: ServerResponse | undefined;
  #pending: Pending | undefined;
  #onReady: () => void = () => undefined;
  /** Everything its processes wrote: what CloudWatch would keep. */
  output = "";
  /** How long each invocation took, with the start of its process if there was one: what Lambda bills, milliseconds. */
  readonly billedMs: number[] = [];

  private constructor(options: LambdaFunctionOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async create(options: LambdaFunctionOptions): Promise<LambdaFunction> {
    const made = new LambdaFunction(options);
    made.#server.listen(0, "127.0.0.1");
    await once(made.#server, "listening");
    return made;
  }

  invoke(event: unknown): Promise<Invocation> {
    if (this.#pending !== undefined) throw new Error("it works on another event");
    const { timeoutMs } = this.#options;
    const began = performance.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end("timed out"), timeoutMs);
      this.#pending = {
        event,
        settle: (invocation) => {
          clearTimeout(timer);
          this.billedMs.push(performance.now() - began);
          this.#pending = undefined;
          resolve(invocation);
        },
      };
      if (this.#child === undefined) this.#spawn();
      this.#handOver();
    });
  }

  /** A cold start without an event. @returns how long from the process's start to its first question for one, milliseconds. */
  async start(): Promise<number> {
    this.crash();
    const began = performance.now();
    const ready = new Promise<void>((resolve) => {
      this.#onReady = resolve;
    });
    this.#spawn();
    await ready;
    return performance.now() - began;
  }

  /** The process dies here and now. */
  crash(): void {
    this.#end("crashed");
  }

  async stop(): Promise<void> {
    this.#end("stopped");
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #end(reason: string): void {
    const child = this.#child;
    this.#child = undefined;
    this.#waiting = undefined;
    child?.kill("SIGKILL");
    this.#pending?.settle({ kind: "failed", reason });
  }

  #spawn(): void {
    const { name, folder, env } = this.#options;
    const address = this.#server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const child = spawn(process.execPath, [BOOTSTRAP], {
      env: {
        PATH: process.env.PATH ?? "",
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        WHOOK_TEST_HANDLER: join(folder, "handler.mjs"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    child.once("exit", () => {
      if (this.#child === child) this.#end(`its process ended: ${this.output.slice(-500)}`);
    });
    this.#child = child;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (path.endsWith("/invocation/next")) {
      this.#waiting = response;
      this.#onReady();
      this.#handOver();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks);
    const body: unknown = JSON.parse(content.toString() || "null");
    const isTooLarge = content.byteLength > MAX_ANSWER_BYTES;
    response.writeHead(isTooLarge ? 413 : 202).end("{}");
    if (isTooLarge) this.#pending?.settle({ kind: "failed", reason: "Function.ResponseSizeTooLarge" });
    else if (path.endsWith("/response")) this.#pending?.settle({ kind: "answered", result: body });
    else this.#pending?.settle({ kind: "failed", reason: JSON.stringify(body) });
  }

  #handOver(): void {
    const response = this.#waiting;
    const pending = this.#pending;
    if (response === undefined || pending === undefined) return;
    this.#waiting = undefined;
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": crypto.randomUUID(),
      "lambda-runtime-deadline-ms": String(Date.now() + this.#options.timeoutMs),
    });
    response.end(JSON.stringify(pending.event));
  }
}
