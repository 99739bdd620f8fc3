import type { FailureCode, OrderFailure } from "../../core/failure.ts";
import { settleProblem } from "../../core/market/venue-table.ts";
import { ok, type Result } from "../../core/result.ts";
import type { AccountFinding } from "../../ports/exchange.ts";

/** Failures that are themselves what is wrong with the account. */
const ACCOUNT_PROBLEMS: readonly FailureCode[] = [
  "ADDRESS_REFUSED",
  "AUTHENTICATION_FAILED",
  "PERMISSION_DENIED",
  "CLOCK_SKEW",
];

type Answer = Result<readonly AccountFinding[], OrderFailure>;

/**
 * All findings, each once; a question that could not be asked is one too.
 * @param settle - what anybody is told; `asked` with the account's key.
 * @returns the failure when none could be asked.
 */
export function findingsOf(settle: Answer, asked: readonly Answer[]): Answer {
  const answers = [settle, ...withoutRefusals(asked)];
  const failed = answers.find((answer) => !answer.ok && !ACCOUNT_PROBLEMS.includes(answer.error.code));
  if (failed !== undefined && answers.every((answer) => !answer.ok)) return failed;
  const findings = answers.filter(isNews).flatMap((answer) => (answer.ok ? answer.value : [findingOf(answer.error)]));
  return ok([...new Map(findings.map((finding) => [finding.message, finding])).values()]);
}

/** Where one question found what is wrong with the key, that the others were refused says nothing more. */
function withoutRefusals(asked: readonly Answer[]): readonly Answer[] {
  const isFound = asked.some((answer) => answer.ok && answer.value.some(({ level }) => level === "problem"));
  return isFound ? asked.filter((answer) => answer.ok || answer.error.code !== "AUTHENTICATION_FAILED") : asked;
}

/** One refusal of the address is enough: each has a number of its own in its words. */
function isNews(answer: Answer, index: number, answers: readonly Answer[]): boolean {
  return answer.ok || answer.error.code !== "ADDRESS_REFUSED" || answers.findIndex(isAddressRefused) === index;
}

function isAddressRefused(answer: Answer): boolean {
  return !answer.ok && answer.error.code === "ADDRESS_REFUSED";
}

function findingOf({ code, message }: OrderFailure): AccountFinding {
  if (ACCOUNT_PROBLEMS.includes(code)) return { level: "problem", message };
  return { level: "warning", message, advice: "this question could not be asked: try again" };
}

/** Whether there is anything to trade in the account's settle coin. */
export function settleFinding(
  markets: number,
  { exchange, settle }: { readonly exchange: string; readonly settle: string },
): AccountFinding {
  const message = settleProblem(exchange, settle);
  if (message !== undefined) return { level: "problem", message };
  if (markets > 0) return { level: "ok", message: `${markets} markets settle in ${settle}` };
  return {
    level: "problem",
    message: `no market of ${exchange} that whook trades settles in ${settle}`,
    advice: "set SETTLE_COIN to a coin it has markets in, such as USDT",
  };
}
