// What can be wrong with a Binance account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BinanceClient } from "../../ccxt.ts";
import { addressFinding, checkClock, checkFunds, positionModeFinding, withdrawalFinding } from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion } from "../../venue-module.ts";
import type { BinanceApi } from "./api.ts";

export function checkBinanceAccount(
  client: BinanceClient,
  api: BinanceApi,
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    async () => [{ level: "ok", message: "the keys are valid" }, ...(await api.checkTrading(asked))],
    () => checkPermissions(client, client.options.portfolioMargin === true),
    async () => [
      positionModeFinding(
        (await (api.readPositionMode?.() ?? client.fetchPositionMode().then(({ hedged }) => hedged))) === true,
        "Binance",
      ),
    ],
    () => checkFunds(() => api.readAccount(), api.fundsOf, asked),
    () => checkClock(client, asked, "Binance"),
  ];
}

async function checkPermissions(client: BinanceClient, isPortfolio: boolean): Promise<AccountFinding[]> {
  if (client.options.enableDemoTrading === true)
    return [{ level: "ok", message: "demo keys: they hold no real money" }];
  const key = jsonOf(await client.sapiGetAccountApiRestrictions());
  const findings: AccountFinding[] = [];
  if (isPortfolio ? key.enablePortfolioMarginTrading === false : key.enablePortfolioMarginTrading === true) {
    findings.push(
      isPortfolio
        ? {
            level: "problem",
            message: "the key may not trade portfolio margin",
            advice:
              "where the account is a classic one, take ACCOUNT_TYPE away or set it to classic; else tick 'Enable Portfolio Margin Trading' for this key on Binance",
          }
        : {
            level: "warning",
            message: "the key is one for portfolio margin, and whook trades the classic account",
            advice: "where the account is a portfolio margin one, take ACCOUNT_TYPE away or set it to portfolio",
          },
    );
  } else if (!isPortfolio && key.enableFutures === false) {
    findings.push({
      level: "problem",
      message: "the key may not trade futures",
      advice: "tick 'Enable Futures' for this key on Binance; a key made before the futures account cannot have it",
    });
  } else {
    findings.push({ level: "ok", message: "the key may trade futures" });
  }
  findings.push(
    withdrawalFinding(key.enableWithdrawals === true, "untick 'Enable Withdrawals' for this key"),
    addressFinding(
      key.ipRestrict === true,
      "restrict it to this machine's address; Binance also lets unrestricted keys expire",
    ),
  );
  return findings;
}
