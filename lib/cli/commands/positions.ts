import { systemClock } from "../../adapters/local/system-clock.ts";
import { tellStandings } from "../../app/tell-standings.ts";
import { shortPrice } from "../../core/market/short-price.ts";
import type { VenuePosition } from "../../ports/exchange.ts";
import { type AccountAnswer, askAccounts, selectAccounts } from "../backend.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { fitText, printJson, printLine, printTable } from "../print.ts";
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
    const isPaper = answers.some(({ account, value = [] }) => account.exchange === "paper" && value.length > 0);
    if (isPaper && !isJson) printLine(io, fitText(io, PAPER_NOTE));
    const standings = await tellStandings(await backend.guards("read"), accounts, systemClock.now());
    for (const line of standings) isJson ? io.err(`whook: ${line}\n`) : printLine(io, line);
    for (const { account, problem } of answers)
      if (problem !== undefined) io.err(`whook: account ${account.id}: ${problem}\n`);
    return answers.some(({ problem }) => problem !== undefined) ? 1 : 0;
  },
};

const PAPER_NOTE =
  "paper closes nothing by itself: its liquidation price, where there is one, is where what stands behind the position would be lost";

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
  { title: "worth", align: "right", drop: 4 },
  { title: "entry", align: "right", drop: 5 },
  { title: "mark", align: "right", drop: 6 },
  { title: "liquidation", align: "right", drop: 7 },
  { title: "profit", align: "right" },
  { title: "margin", align: "right", drop: 3 },
  { title: "leverage", align: "right", drop: 2 },
  { title: "mode", drop: 1 },
] as const;

function rowOf(position: VenuePosition & { readonly account: string }): readonly string[] {
  const { account, symbol, positionSide, contracts, notional, entryPrice, markPrice, liquidationPrice } = position;
  const { unrealizedProfit, margin, leverage, marginMode } = position;
  const lever = leverage === undefined ? "" : `${leverage}x`;
  const prices = [entryPrice, markPrice, liquidationPrice].map((price) =>
    price === undefined ? "" : shortPrice(price),
  );
  const money = [unrealizedProfit ?? "", margin ?? ""];
  return [account, symbol, positionSide, contracts, notional ?? "", ...prices, ...money, lever, marginMode ?? ""];
}
