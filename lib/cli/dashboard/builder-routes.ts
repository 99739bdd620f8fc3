// The page that writes an alert: it asks the exchange what it lists and what the alert would do, and sends nothing.
import type { FastifyInstance } from "fastify";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { planNow } from "../../app/plan-now.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { isoTime } from "../../core/ids.ts";
import { tellStep } from "../../core/trade/tell-story.ts";
import { plain } from "../../dashboard/format.ts";
import { type BuilderData, type BuiltAlert, builtText, renderBuilder } from "../../dashboard/render-builder.ts";
import type { Account } from "../../ports/account-store.ts";
import type { Backend } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { sendPage } from "./answer.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";

const LONGEST = 200;

export function addBuilderRoutes(server: FastifyInstance, { source, lease }: DashboardDeps): void {
  server.get("/write", async (request, reply) => {
    const built = parseBuilt(request.query);
    const { look } = request.query as { readonly look?: unknown };
    const asked = look === "lint" ? "lint" : "plan";
    const read = await lease
      .use((backend) => builderOf(backend, built, asked))
      .catch((error: unknown) => ({ accounts: [], symbols: [], problem: messageOf(error) }));
    return sendPage(request, reply, renderBuilder({ source, built, ...read }));
  });
}

/** @param asked - how far: what `lint` says asks no exchange for what is open there. */
async function builderOf(
  backend: Backend,
  built: BuiltAlert,
  asked: "lint" | "plan",
): Promise<Omit<BuilderData, "source" | "built">> {
  const accounts = await backend.listAccounts();
  const chosen = accounts.find(({ id }) => id === built.account);
  const ids = accounts.map(({ id }) => id);
  if (chosen === undefined) return { accounts: ids, symbols: [] };
  const symbols = await symbolsOf(backend, chosen);
  if (built.symbol === "" || built.command === "") return { accounts: ids, symbols };
  const checked = parseAlert(firedNow(built), accounts);
  const shown = { accounts: ids, symbols, checked };
  if (checked.errors.length > 0 || asked === "lint") return shown;
  try {
    return { ...shown, plan: await planOf(backend, chosen, checked) };
  } catch (error) {
    return { ...shown, problem: backend.explain(error) };
  }
}

/** The text as TradingView would send it now. */
function firedNow(built: BuiltAlert): string {
  return builtText(built).replaceAll("{{timenow}}", isoTime(systemClock.now()));
}

/** Without its markets an alert can be written as well: their names are typed then. */
async function symbolsOf(backend: Backend, account: Account): Promise<readonly string[]> {
  try {
    const listed = await (await backend.openExchange(account)).listInstruments();
    return listed.ok ? listed.value.map(({ symbol }) => symbol.split(":")[0] ?? symbol).sort() : [];
  } catch {
    return [];
  }
}

async function planOf(
  backend: Backend,
  account: Account,
  { orders }: ReturnType<typeof parseAlert>,
): Promise<readonly string[]> {
  const [order] = orders;
  if (order === undefined || !("symbol" in order)) return [];
  const [exchange, guards] = await Promise.all([backend.openExchange(account), backend.guards("read")]);
  const planned = await planNow({ exchange, guards, clock: systemClock }, account, order);
  if (!planned.ok) return [planned.error.message];
  const { outcome, reason, steps, margin, notional, warnings, market } = planned.value;
  return [
    ...steps.map(tellStep),
    ...(outcome === "steps" ? [] : [outcome]),
    ...(reason === undefined ? [] : [reason]),
    ...(notional === undefined
      ? []
      : [`opens ${plain(notional)} ${market.quote} on ${plain(margin ?? "0")} ${market.settle} of margin`]),
    ...warnings,
  ];
}

function parseBuilt(given: unknown): BuiltAlert {
  const asked = (typeof given === "object" ? given : {}) as Readonly<Record<string, unknown>>;
  const text = (key: string) => {
    const value = asked[key];
    // One line, whatever was typed: an alert of two lines is two orders.
    return typeof value === "string"
      ? value
          .slice(0, LONGEST)
          .replace(/[\r\n]+/g, " ")
          .trim()
      : "";
  };
  return {
    account: text("account"),
    symbol: text("symbol"),
    command: text("command"),
    size: text("size"),
    unit: asked.unit === undefined ? "$" : text("unit"),
    leverage: text("leverage"),
    tag: text("tag").replaceAll('"', ""),
    reduce: asked.reduce === "yes",
    timed: asked.timed !== "no",
  };
}
