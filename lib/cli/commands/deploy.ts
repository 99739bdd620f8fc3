import { readAccountConcurrency, regionOfProfile } from "../../adapters/aws/account-concurrency.ts";
import { explainAwsError } from "../../adapters/aws/explain-aws-error.ts";
import { EGRESSES } from "../../config/aws-names.ts";
import { egressSteps } from "../../config/egress-steps.ts";
import { readStackSettings, SETTINGS, type StackSettings } from "../../config/stack-settings.ts";
import { EGRESS_USD } from "../../core/cost/price-list.ts";
import { defined } from "../../core/defined.ts";
import { concurrencyLine, offerMore } from "../account-limit.ts";
import type { CliIo, Command } from "../command.ts";
import { readDeployedSettings } from "../deployed-settings.ts";
import { isNextAddressAllowed, sayAddress } from "../egress-address.ts";
import { messageOf, UsageError } from "../errors.ts";
import { fitText, printJson, printLine, toned } from "../print.ts";
import { runCdk } from "../run-cdk.ts";
import { DEFAULT_STACK } from "../session.ts";
import { readTableSteps } from "../table-steps.ts";

const PARTS = [
  "an HTTPS address for alerts (API Gateway), open to TradingView's four addresses and those you add",
  "three functions (Lambda): one stores and queues alerts, one takes orders to the exchanges and follows resting ones, one tells you of them",
  "a queue and a place for what fails (SQS), a table for the history (DynamoDB)",
  "alarms and a dashboard (CloudWatch), two topics that send e-mail (SNS): alarms, and notifications if you want them",
];

/** From this folder to the user's own AWS account: CDK does it, this says what and for how much. */
export const deploy: Command = {
  options: [
    { flags: "--region <REGION>", summary: `${SETTINGS.region}; the AWS profile's if not given` },
    { flags: "--alarm-email <ADDRESS>", summary: SETTINGS.alarmEmail },
    { flags: "--notify-email <ADDRESS>", summary: SETTINGS.notifyEmail },
    { flags: "--senders <ADDRESSES>", summary: SETTINGS.senders },
    { flags: "--egress <KIND>", summary: SETTINGS.egress, choices: EGRESSES },
    { flags: "--silence-hours <HOURS>", summary: SETTINGS.silenceHours },
    { flags: "--log-days <DAYS>", summary: SETTINGS.logDays },
    { flags: "--worker-concurrency <N>", summary: SETTINGS.workerConcurrency },
    { flags: "--xray <SWITCH>", summary: SETTINGS.xray },
    { flags: "--dry-run", summary: "only say what would be there and what it costs; asks nobody" },
    {
      flags: "--yes",
      summary: "ask nothing: permissions are changed, AWS is not asked for more, a next address waits",
    },
  ],
  examples: [
    "whook deploy --dry-run",
    "whook deploy --region eu-west-1 --alarm-email me@example.com",
    "whook deploy --egress fck-nat    one fixed address for the exchanges; what was chosen before stays",
  ],
  where: "stack",
  async run({ io: terminal, env, isJson }, { options, flags }) {
    const io = asked(terminal, flags);
    const { stack = DEFAULT_STACK } = env;
    const region = options.region ?? env.region ?? (await regionOfProfile());
    const isDryRun = flags.has("dryRun");
    // A way out that is chosen anew ends a change that was begun.
    const egress = options.egress === undefined ? {} : { nextEgress: "" };
    const chosen = { ...options, ...egress, stack, ...defined({ region }) };
    // What is wrong with the choices is said before anybody is asked.
    settingsOf(undefined, chosen);
    const deployed = isDryRun ? undefined : await readDeployedSettings(stack, region);
    const limit = isDryRun ? undefined : await accountConcurrencyOf(io, region);
    const settings = settingsOf(deployed, { ...chosen, ...defined({ accountConcurrency: limit }) });
    if (isJson) printJson(io, { settings, isDryRun, egressUsdPerMonth: EGRESS_USD[settings.egress] });
    else describe(io, settings, deployed);
    if (isDryRun) return 0;
    if (!isJson) await offerMore(io, settings);
    // Once for each account and region; it changes nothing where it was done before.
    if (deployed === undefined) await runCdk(io, ["bootstrap"], settings);
    const approval = flags.has("yes") ? ["--require-approval", "never"] : [];
    const isWhole = await update(io, { settings, deployed, words: ["deploy", ...approval] });
    if (isWhole && !isJson) {
      if (settings.egress !== (deployed?.egress ?? "none")) await sayAddress(io, settings);
      sayNext(io, stack);
    }
    return 0;
  },
};

/** With --yes as where nobody can be asked: what only a yes does is not done, and how to do it is said. */
function asked({ ask, ...io }: CliIo, flags: ReadonlySet<string>): CliIo {
  return ask === undefined || flags.has("yes") ? io : { ...io, ask };
}

function sayNext(io: CliIo, stack: string): void {
  const lines = [
    `done. whook smoke --stack ${stack} checks it with orders that cannot move money`,
    `Next: whook accounts push --stack ${stack}, then whook url --stack ${stack}`,
    `To be told what becomes of alerts: whook notify push --stack ${stack} (docs/aws.md, section 6)`,
  ];
  for (const line of lines) printLine(io, fitText(io, line));
}

interface Update {
  readonly settings: StackSettings;
  readonly deployed: StackSettings | undefined;
  /** CDK's. */
  readonly words: readonly string[];
}

/** @returns false: only the next address was made, and how to go on was said. */
async function update(io: CliIo, { settings, deployed, words }: Update): Promise<boolean> {
  const [step, next] = egressSteps(deployed, settings.egress);
  if ([step, next].some((one) => one?.egress === "fck-nat")) await renewImage(io, settings);
  await updateTable(io, { settings: { ...settings, ...step }, deployed, words });
  if (next === undefined) return true;
  if (!(await isNextAddressAllowed(io, settings))) return false;
  await runCdk(io, words, { ...settings, ...next });
  return true;
}

/**
 * What CDK looked up of the community's image it keeps for good, and nobody would get its newer ones. The address is a part of the stack
 * of its own, and a newer image leaves it as it is: test/infra/egress-changes.test.ts.
 */
async function renewImage(io: CliIo, settings: StackSettings): Promise<void> {
  const what =
    "fck-nat's image is looked up anew: where there is a newer one orders wait about a minute, and the address stays";
  printLine(io, fitText(io, what));
  // By force: nothing may have been looked up yet.
  await runCdk(io, ["context", "--reset", "ami:*", "--force"], settings);
}

/** A table gets one other index an update: what is new before the code that asks it, what goes after the code that asked it. */
async function updateTable(io: CliIo, { settings, deployed, words }: Update): Promise<void> {
  const { stack, region } = settings;
  const steps = deployed === undefined ? undefined : await readTableSteps(stack, region);
  const { before, main, after } = steps ?? { before: [], main: {}, after: [] };
  const count = before.length + 1 + after.length;
  if (count > 1)
    printLine(io, fitText(io, `the table's indexes change one at a time: ${count} updates, some minutes each`));
  for (const context of before) await runCdk(io, words, settings, context);
  for (const context of [main, ...after]) await runCdk(io, words, settings, context);
}

/** A limit that cannot be read is no reason not to deploy: a new account's is taken. */
async function accountConcurrencyOf(io: CliIo, region: string | undefined): Promise<string | undefined> {
  try {
    return (await readAccountConcurrency(region))?.toString();
  } catch (error) {
    const why = explainAwsError(error) ?? messageOf(error);
    io.err(`how many functions the AWS account may run at once is not known, ten are assumed: ${why}\n`);
    return undefined;
  }
}

/** What was chosen before stays unless it is chosen anew. */
function settingsOf(
  deployed: StackSettings | undefined,
  chosen: Readonly<Record<string, string | undefined>>,
): StackSettings {
  try {
    return readStackSettings({ ...deployed, ...chosen });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function describe(io: CliIo, settings: StackSettings, deployed: StackSettings | undefined): void {
  const { stack, region, egress } = settings;
  const fitted = (text: string) => fitText(io, `  ${text}`, "    ");
  const cost = `egress ${egress}: ${EGRESS_USD[egress].toFixed(2)} USD a month; the rest: whook cost`;
  printLine(io, `stack ${stack} in ${region ?? "the region of your AWS profile"}:`);
  for (const part of [...PARTS, cost, concurrencyLine(settings)]) printLine(io, fitted(part));
  for (const warning of warningsOf(settings, deployed)) printLine(io, toned(io, "warning", fitted(`note: ${warning}`)));
}

/** What is allowed, and often not meant. */
function warningsOf({ region, alarmEmail, egress }: StackSettings, deployed?: StackSettings): readonly string[] {
  const isUs = region?.startsWith("us-") ?? false;
  const losesAddress = egress === "none" && deployed !== undefined && deployed.egress !== "none";
  return [
    ...(isUs
      ? [`orders are sent from ${region}: Binance, Bybit and others refuse addresses of the United States`]
      : []),
    ...(losesAddress ? ["the fixed address is given back: keys that are bound to it are refused from then on"] : []),
    ...(alarmEmail === undefined ? ["nobody is told when something goes wrong: give --alarm-email"] : []),
  ];
}
