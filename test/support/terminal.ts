// A real pseudo-terminal, made by util-linux's script, which every Debian has.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";

/** A program at a terminal of its own. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  readonly #columns: number;
  #shown = "";
  /** How much was shown at the last answer: the next question comes after it. */
  #answeredAt = 0;
  #heard = new AbortController();

  /** @param commandLine - for a shell. */
  constructor(commandLine: string, { columns, ...options }: { columns: number; cwd: string; env: NodeJS.ProcessEnv }) {
    this.#columns = columns;
    // -e: its exit code is the program's.
    const line = `stty cols ${columns} rows 24; exec ${commandLine}`;
    this.#child = spawn("script", ["-qec", line, "/dev/null"], { ...options, stdio: ["pipe", "pipe", "pipe"] });
    this.#exited = once(this.#child, "exit");
    this.#child.stdout?.on("data", (data: Buffer) => {
      this.#shown += data.toString();
      this.#heard.abort();
    });
  }

  /** All that was shown, as letters. */
  get shown(): string {
    return stripVTControlCharacters(this.#shown).replaceAll("\r", "");
  }

  /** The same with what moves the cursor. */
  get raw(): string {
    return this.#shown;
  }

  /** The same as the terminal's cells hold it: what is longer than a line goes on in the next. */
  get screen(): string {
    return this.screenWith({});
  }

  /** The screen of a machine on which `paths` are called otherwise: how long they are decides where lines end. */
  screenWith(paths: Readonly<Record<string, string>>): string {
    const cells = new RegExp(`.{1,${this.#columns}}`, "g");
    return Object.entries(paths)
      .reduce((shown, [here, there]) => shown.replaceAll(here, there), this.shown)
      .split("\n")
      .map((line) => (line.match(cells) ?? []).map((part) => part.trimEnd()).join("\n"))
      .join("\n")
      .trimEnd();
  }

  /** Waits until `text` is shown. */
  async shows(text: string): Promise<void> {
    await this.#until(() => this.shown.includes(text));
  }

  type(typed: string): void {
    this.#child.stdin?.write(typed);
  }

  /** Waits until the last of what is shown is `text`, then types. */
  async answer(text: string, typed: string): Promise<void> {
    await this.#until(() => this.shown.length > this.#answeredAt && this.shown.endsWith(text));
    this.#answeredAt = this.shown.length;
    this.type(typed);
  }

  /** @returns the program's exit code. */
  async end(): Promise<number | null> {
    const [code] = await this.#exited;
    return typeof code === "number" ? code : null;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`it ended, and showed: ${this.shown}`);
      this.#heard = new AbortController();
      await Promise.race([once(this.#heard.signal, "abort"), this.#exited]);
    }
  }
}
