// The real `npm start` as a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What `npm start` runs. */
const [, ...START] = packageJson.scripts.start.split(" ");
const TOKEN = "token-of-a-test-0123456789";

export interface WhookProcessOptions {
  /** Folder for the data and the accounts file. */
  readonly folder: string;
  readonly accounts: readonly object[];
  /** @default none: it would only take the machine's time */
  readonly dashboardPort?: string;
}

export class WhookProcess {
  readonly folder: string;
  readonly port: number;
  readonly #dashboardPort: string;
  #child: ChildProcess | undefined;
  #printed = "";

  private constructor(folder: string, port: number, dashboardPort: string) {
    this.folder = folder;
    this.port = port;
    this.#dashboardPort = dashboardPort;
  }

  static async create({ folder, accounts, dashboardPort = "off" }: WhookProcessOptions): Promise<WhookProcess> {
    await writeFile(join(folder, "accounts.json"), JSON.stringify(accounts), { mode: 0o600 });
    return new WhookProcess(folder, await freePort(), dashboardPort);
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("it does not run");
    return pid;
  }

  /** Whether it has neither ended nor been killed. */
  get isAlive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** All that this start has printed so far. */
  get printed(): string {
    return this.#printed;
  }

  /** Where it takes alerts. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/whook/${TOKEN}`;
  }

  get env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      PORT: String(this.port),
      WHOOK_DATA_DIR: join(this.folder, ".whook"),
      WHOOK_ACCOUNTS: join(this.folder, "accounts.json"),
      WHOOK_TOKEN: TOKEN,
      WHOOK_DASHBOARD_PORT: this.#dashboardPort,
    };
  }

  /** Starts it and waits for its first lines. @returns what it printed. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, START, {
      cwd: ROOT,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#printed = "";
    return new Promise((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        this.#printed += chunk.toString();
        if (this.#printed.includes("Ctrl-C stops.")) resolve(this.#printed);
      });
      child.stderr.on("data", (chunk: Buffer) => {
        this.#printed += chunk.toString();
      });
      child.once("exit", (code) => reject(new Error(`whook ended with ${code}: ${this.#printed}`)));
    });
  }

  /** As a power cut would: nothing of it runs any more when this returns. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** As Ctrl-C would. */
  async stop(): Promise<void> {
    await this.#end("SIGINT");
  }

  /** One request. @returns the status, or undefined when no answer came. */
  async post(text: string): Promise<number | undefined> {
    try {
      const response = await fetch(this.url, { method: "POST", body: text, signal: AbortSignal.timeout(3_000) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return undefined;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
