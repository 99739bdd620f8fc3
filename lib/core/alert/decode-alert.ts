import { err, ok, type Result } from "../result.ts";
import type { AlertIssue } from "./alert-order.ts";

/** The text of an alert's bytes. @returns why not, when there are more than `maxBytes` or they are not UTF-8. */
export function decodeAlert(bytes: Uint8Array, maxBytes: number): Result<string, AlertIssue> {
  if (bytes.byteLength > maxBytes) {
    const message = `the alert is ${bytes.byteLength} bytes long; at most ${maxBytes} are allowed`;
    return err({ line: 1, code: "ALERT_TOO_LARGE", message });
  }
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return err({ line: 1, code: "ALERT_NOT_UTF8", message: "the alert is not text in UTF-8" });
  }
}
