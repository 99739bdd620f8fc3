import { systemClock } from "../../adapters/local/system-clock.ts";
import { tellStandings } from "../../app/tell-standings.ts";
import type { VenuePosition } from "../../ports/exchange.ts";
import { type AccountAnswer, askAccounts, selectAccounts } from "../backend.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, printTable } from "../print.ts";
import { SYMBOL_COLUMN } from "../short-forms.ts";

/** What is open now. */
export const positions: Command = {
  options: [{ flags: "--account <ID>", summary: "only this account" }],
  examples: ["whook positions", "whook positions --account demo --json"],
  async run({ io, backend, isJson }, { options }) {
    const accounts = await selectAccounts(backend, options.account);
    const answers = await askAccounts(backend, accounts, async (exchange) => {
      const listed = await exchange.listPositions();
      if (!listed.ok) throw new CommandError(listed.error.message);
      return listed.value;
    });
    const open = answers.flatMap(({ account, value }) =>
      (value ?? []).map((position) => ({ account: account.id, ...position })),
    );
    if (isJson) printJson(io, open);
    else if (open.length > 0) printTable(io, COLUMNS, open.map(rowOf));
    else for (const line of nothingOpen(answers)) printLine(io, line);
    const standings = await tellStandings(await backend.guards("read"), accounts, systemClock.now());
    for (const line of standings) isJson ? io.err(`whook: ${line}\n`) : printLine(io, line);
    for (const { account, problem } of answers)
      if (problem !== undefined) io.err(`whook: account ${account.id}: ${problem}\n`);
    return answers.some(({ problem }) => problem !== undefined) ? 1 : 0;
  },
};

/** Of an account that did not answer nobody knows. */
function nothingOpen(answers: readonly AccountAnswer<unknown>[]): readonly string[] {
  const answered = answers.filter(({ problem }) => problem === undefined);
  if (answered.length === answers.length) return ["nothing is open"];
  return answered.map(({ account }) => `nothing is open on ${account.id}`);
}

const COLUMNS = [
  { title: "account" },
  SYMBOL_COLUMN,
  { title: "side" },
  { title: "contracts", align: "right" },
  { title: "entry", align: "right", drop: 3 },
  { title: "mark", align: "right", drop: 4 },
  { title: "profit", align: "right" },
  { title: "leverage", align: "right", drop: 2 },
  { title: "margin", drop: 1 },
] as const;

function rowOf(position: VenuePosition & { readonly account: string }): readonly string[] {
  const { account, symbol, positionSide, contracts, entryPrice, markPrice, unrealizedProfit, leverage, marginMode } =
    position;
  const lever = leverage === undefined ? "" : `${leverage}x`;
  return [
    account,
    symbol,
    positionSide,
    contracts,
    entryPrice ?? "",
    markPrice ?? "",
    unrealizedProfit ?? "",
    lever,
    marginMode ?? "",
  ];
}
