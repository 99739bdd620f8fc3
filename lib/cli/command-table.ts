// Every command, as the help lists it. A command's own module is loaded when it is asked for: whoever looks at trades waits
// for nothing that deploys, charts or trades. It is one table, and as long as there are commands: it reads as the help does.
import type { Command } from "./command.ts";

/** A command's words for the help, and the way to the rest of it. */
export interface CommandEntry {
  readonly name: string;
  /** `[TEXT|-]`, `<ID>`: for the usage line; a word in square brackets may be left out. */
  readonly argument?: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Commands behind a word of their own: `whook accounts check`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandEntry[];
}

/** In the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "start",
    summary: "take alerts on this machine until Ctrl-C, and say what happens",
    load: async () => (await import("./commands/start.ts")).start,
  },
  {
    name: "init",
    summary: "add an account to accounts.json, asking for what it needs, and check its keys",
    load: async () => (await import("./commands/init.ts")).init,
  },
  {
    name: "lint",
    argument: "[TEXT|-...]",
    summary: "check an alert's text against your accounts, offline; nothing is sent",
    load: async () => (await import("./commands/lint.ts")).lint,
  },
  {
    name: "plan",
    argument: "[TEXT|-...]",
    summary: "say what an alert would do now: size, margin, steps; nothing is sent",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  {
    name: "send",
    argument: "[TEXT|-...]",
    summary: "send an alert to the running whook, as TradingView would; this trades",
    load: async () => (await import("./commands/send.ts")).send,
  },
  {
    name: "trades",
    summary: "list orders and what became of them, newest first",
    load: async () => (await import("./commands/trades.ts")).trades,
  },
  {
    name: "alerts",
    summary: "list alerts as they came, newest first, and what was refused of them",
    load: async () => (await import("./commands/alerts.ts")).alerts,
  },
  {
    name: "watch",
    summary: "say what happens while it happens, a line each, until Ctrl-C",
    load: async () => (await import("./commands/watch.ts")).watch,
  },
  {
    name: "stats",
    summary: "did it make money? profit, win rate, drawdown, fees, slippage, times; docs/stats.md has the formulas",
    load: async () => (await import("./commands/stats.ts")).stats,
  },
  {
    name: "order",
    argument: "<ID>",
    summary: "tell the whole story of one order; an alert's id tells that of all its orders",
    load: async () => (await import("./commands/order.ts")).order,
  },
  {
    name: "report",
    argument: "<ID>",
    summary: "write an order, its story and the exchange's answers into one file for a bug report; keys are taken out",
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "positions",
    summary: "show what is open on each account",
    load: async () => (await import("./commands/positions.ts")).positions,
  },
  {
    name: "closeall",
    argument: "[ACCOUNT]",
    summary: "panic: cancel every order, close every position, open nothing until resume; of one account, or all",
    load: async () => (await import("./commands/switch.ts")).closeall,
  },
  {
    name: "closeonly",
    argument: "[ACCOUNT]",
    summary: "open nothing until resume; closes and reductions go on",
    load: async () => (await import("./commands/switch.ts")).closeonly,
  },
  {
    name: "pause",
    argument: "[ACCOUNT]",
    summary: "send nothing at all until resume: orders end rejected",
    load: async () => (await import("./commands/switch.ts")).pause,
  },
  {
    name: "resume",
    argument: "[ACCOUNT]",
    summary: "clear every switch, and begin the day of MAX_DAILY_LOSS_USD anew",
    load: async () => (await import("./commands/switch.ts")).resume,
  },
  {
    name: "balance",
    summary: "show each account's balance in its settle coin",
    load: async () => (await import("./commands/balance.ts")).balance,
  },
  {
    name: "dashboard",
    summary: "show profit, positions and every alert's story in the browser, on this machine only",
    load: async () => (await import("./commands/dashboard.ts")).dashboard,
  },
  {
    name: "backup",
    argument: "<FILE>",
    summary: "copy this machine's data into a file, whether whook runs or not",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  {
    name: "restore",
    argument: "<FILE>",
    summary: "bring a backup back while no whook runs; what was there is kept beside it",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  {
    name: "redrive",
    summary: "put orders back in the queue that broke the worker too often; on this machine while no whook runs",
    load: async () => (await import("./commands/redrive.ts")).redrive,
  },
  {
    name: "url",
    summary: "print the webhook's address, token included; whoever has it can trade",
    load: async () => (await import("./commands/url.ts")).url,
  },
  {
    name: "rotate-token",
    summary: "make a new webhook address for a stack on AWS; the old one is good until --finish",
    load: async () => (await import("./commands/rotate-token.ts")).rotateToken,
  },
  {
    name: "cost",
    summary: "estimate what a stack on AWS costs a month, item by item; asks nobody",
    load: async () => (await import("./commands/cost.ts")).cost,
  },
  {
    name: "deploy",
    summary: "put whook on your AWS account, or bring what is there up to date",
    load: async () => (await import("./commands/deploy.ts")).deploy,
  },
  {
    name: "smoke",
    summary: "check a stack on AWS after a deploy, with orders that cannot move money",
    load: async () => (await import("./commands/smoke.ts")).smoke,
  },
  {
    name: "destroy",
    summary: "take whook off your AWS account; the table with the history stays unless told otherwise",
    load: async () => (await import("./commands/destroy.ts")).destroy,
  },
];

/** Listed behind the commands. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    name: "accounts",
    summary: "check and list your accounts, and store them in a stack on AWS",
    commands: [
      {
        name: "check",
        summary: "check keys, permissions, modes and clock of each account, and say what to do",
        load: async () => (await import("./commands/accounts.ts")).accountsCheck,
      },
      {
        name: "try",
        argument: "<ID> <SYMBOL>",
        summary: "prove an account on its exchange: one small limit order far from the price, found and cancelled",
        load: async () => (await import("./commands/accounts-try.ts")).accountsTry,
      },
      {
        name: "list",
        summary: "list the accounts, without their keys",
        load: async () => (await import("./commands/accounts.ts")).accountsList,
      },
      {
        name: "push",
        argument: "[ID]",
        summary: "store the accounts of accounts.json, or one of them, in a stack on AWS",
        load: async () => (await import("./commands/accounts-push.ts")).accountsPush,
      },
      {
        name: "remove",
        argument: "<ID>",
        summary: "delete an account and its keys from a stack on AWS; accounts.json is left alone",
        load: async () => (await import("./commands/accounts-remove.ts")).accountsRemove,
      },
    ],
  },
  {
    name: "notify",
    summary: "try and list the channels you are told things through, and store them in a stack on AWS",
    commands: [
      {
        name: "test",
        summary: "send a test message through each channel, and say which do not work",
        load: async () => (await import("./commands/notify.ts")).notifyTest,
      },
      {
        name: "list",
        summary: "list the channels, without their secrets",
        load: async () => (await import("./commands/notify.ts")).notifyList,
      },
      {
        name: "push",
        argument: "[NAME]",
        summary: "store the channels of notifications.json, or one of them, in a stack on AWS",
        load: async () => (await import("./commands/notify-push.ts")).notifyPush,
      },
      {
        name: "remove",
        argument: "<NAME>",
        summary: "delete a channel and its secret from a stack on AWS; notifications.json is left alone",
        load: async () => (await import("./commands/notify-remove.ts")).notifyRemove,
      },
    ],
  },
  {
    name: "service",
    summary: "let this machine start whook by itself and keep it running: systemd on Linux, launchd on macOS",
    commands: [
      {
        name: "install",
        summary: "show the service's file, ask, write it and start whook; this folder is whook's",
        load: async () => (await import("./commands/service.ts")).serviceInstall,
      },
      {
        name: "status",
        summary: "say whether the service is there and whether whook runs in it",
        load: async () => (await import("./commands/service.ts")).serviceStatus,
      },
      {
        name: "remove",
        summary: "stop the service and delete its file; data and accounts stay",
        load: async () => (await import("./commands/service.ts")).serviceRemove,
      },
    ],
  },
];
