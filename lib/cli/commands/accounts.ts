import { closedText } from "../../config/closed-venue.ts";
import { sharedKeyText } from "../../config/shared-key.ts";
import type { Account } from "../../ports/account-store.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import { checkAccounts, selectAccounts } from "../backend.ts";
import type { Command } from "../command.ts";
import { findingLine, printJson, printLine, printTable } from "../print.ts";

/** Keys, permissions, modes and clock of each account. */
export const accountsCheck: Command = {
  options: [{ flags: "--account <ID>", summary: "only this account" }],
  examples: ["whook accounts check", "whook accounts check --account myBinance"],
  async run({ io, backend, isJson }, { options }) {
    const accounts = await selectAccounts(backend, options.account);
    const answers = await checkAccounts(backend, accounts);
    const sender = senderFinding(await backend.egressAddress());
    const reports = answers.map(({ account, value, problem }) => ({
      account: account.id,
      exchange: account.exchange,
      findings: [
        ...(value ?? [{ level: "problem" as const, message: problem ?? "no answer" }]),
        ...closedFinding(account),
        ...sharedKeyFinding(account),
        ...(account.exchange === "paper" ? [] : sender),
      ],
    }));
    if (isJson) printJson(io, reports);
    else {
      for (const { account, exchange, findings } of reports) {
        printLine(io, `${account} (${exchange})`);
        for (const finding of findings) printLine(io, findingLine(io, finding, "  "));
      }
    }
    return reports.some(({ findings }) => findings.some(({ level }) => level === "problem")) ? 1 : 0;
  },
};

/** The accounts, without their secrets. */
export const accountsList: Command = {
  options: [],
  examples: ["whook accounts list", "whook accounts list --json"],
  async run({ io, backend, isJson }) {
    const accounts = await backend.listAccounts();
    if (isJson) printJson(io, accounts);
    else if (accounts.length === 0) printLine(io, "there are no accounts: npx whook init adds one");
    else {
      const columns = [
        { title: "account" },
        { title: "exchange" },
        { title: "coin" },
        { title: "margin" },
        { title: "limits" },
      ];
      const rows = accounts.map(
        ({ id, exchange, settle, marginMode, maxLeverage, maxPositionUsd, maxOversize, symbols }) => [
          id,
          exchange,
          settle,
          marginMode,
          [
            maxLeverage === undefined ? "" : `leverage ${maxLeverage}`,
            maxPositionUsd === undefined ? "" : `position ${maxPositionUsd} USD`,
            maxOversize === undefined ? "" : `margin ${maxOversize} times the equity`,
            symbols === undefined ? "" : symbols.join(" "),
          ]
            .filter((text) => text !== "")
            .join(", "),
        ],
      );
      printTable(io, columns, rows);
    }
    return 0;
  },
};

function closedFinding(account: Account): readonly AccountFinding[] {
  const message = closedText(account);
  return message === undefined ? [] : [{ level: "problem", message }];
}

function sharedKeyFinding({ sharesKeyWith }: Account): readonly AccountFinding[] {
  if (sharesKeyWith === undefined) return [];
  return [{ level: "warning", message: sharedKeyText(sharesKeyWith), advice: "make each account a key of its own" }];
}

/** Keys that are bound to an address work from there only, and so does what this machine asks of the exchange itself. */
function senderFinding(address: string | undefined): readonly AccountFinding[] {
  if (address === undefined) return [];
  const advice =
    "bind the key to it where the exchange allows that; balance and positions ask from this machine, whose address it takes as well";
  return [{ level: "ok", message: `orders are sent from ${address}`, advice }];
}
