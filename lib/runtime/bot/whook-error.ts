import type { RejectedLine } from "../../ports/ledger.ts";

/** What the library throws. `code` stays the same from version to version; the message is for people. */
export class WhookError extends Error {
  override readonly name: string = "WhookError";
  /** `ACCOUNTS_INVALID`, `ACCOUNT_UNKNOWN`, `DATA_IN_USE`, `ORDER_INVALID`, `WHOOK_UNREACHABLE`, `TOKEN_WRONG`, `CLOSED`, `OUTCOME_UNKNOWN`, or the code of a failure. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The exchange, or whook, refused to answer a question. Its code is the failure's. */
export class VenueError extends WhookError {
  override readonly name = "VenueError";
}

/** A line that is no order: nothing of it was stored or sent. Its code is the line's. */
export class LineRefusedError extends WhookError {
  override readonly name = "LineRefusedError";
  readonly rejected: readonly RejectedLine[];

  constructor(rejected: readonly RejectedLine[]) {
    super(rejected[0]?.code ?? "EMPTY", rejected.map(({ message }) => message).join("; ") || "there is no order line");
    this.rejected = rejected;
  }
}
