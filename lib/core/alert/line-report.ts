// The errors and warnings of one line while it is being parsed.
import type { AlertIssue } from "./alert-order.ts";
import { visible } from "./characters.ts";
import type { AlertErrorCode, AlertWarningCode } from "./issue-codes.ts";
import type { Token } from "./tokenize.ts";

/** A line with more errors than this is not worth reading on. */
const MAX_ERRORS = 10;
/** An order keeps its warnings, and its record has room for so many of them. */
const MAX_WARNINGS = 20;
/** Longer tokens are quoted shortened. */
const MAX_QUOTED = 60;

/** Collects what is wrong with a line and what is worth saying about it, up to a number that a person reads. */
export class LineReport {
  readonly errors: AlertIssue[] = [];
  readonly warnings: AlertIssue[] = [];
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  /** Whether further errors would only be noise. */
  get isFull(): boolean {
    return this.errors.length > MAX_ERRORS;
  }

  error(code: AlertErrorCode, message: string, token?: Token): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push(this.#issue(code, message, token));
    else if (!this.isFull)
      this.errors.push({ line: this.#line, code: "TOO_MANY_ERRORS", message: "and more of the kind" });
  }

  warn(code: AlertWarningCode, message: string, token?: Token): void {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push(this.#issue(code, message, token));
  }

  #issue(code: string, message: string, token: Token | undefined): AlertIssue {
    if (token === undefined) return { line: this.#line, code, message };
    const text = visible(shortened(token.text));
    // What a message says of its own word is written out like it; other words it names are written out where it is made.
    const said = text === token.text ? message : visible(message);
    return { line: this.#line, column: token.column, code, token: text, message: `"${text}": ${said}` };
  }
}

function shortened(text: string): string {
  const head = [...text.slice(0, 2 * MAX_QUOTED)];
  return head.length > MAX_QUOTED ? `${head.slice(0, MAX_QUOTED).join("")}…` : text;
}
