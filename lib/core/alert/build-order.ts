// From the parts of a line to an order: what each command needs, takes and ignores.
import type { foldSymbol } from "../market/symbol.ts";
import { findVenue, settleProblem } from "../market/venue-table.ts";
import type { AccountOrder, AlertAccount, AlertOrder, Limit, PositionOrder } from "./alert-order.ts";
import { hintForSymbol } from "./hints.ts";
import type { LineParts } from "./line-parts.ts";
import type { LineReport } from "./line-report.ts";
import { positiveWhole } from "./number.ts";
import { readCloseQuantity, readQuantity } from "./order-quantity.ts";
import type { PartKind } from "./part.ts";
import type { Token } from "./tokenize.ts";

interface Line {
  readonly line: number;
  readonly account: AlertAccount | undefined;
  readonly symbolToken: Token | undefined;
  readonly parts: LineParts;
  readonly report: LineReport;
  readonly fold: typeof foldSymbol;
}

type CommandName = AlertOrder["command"];

/** Which optional parts each command makes use of; the others are ignored with a warning. */
const USES: Readonly<Record<CommandName, readonly PartKind[]>> = {
  buy: ["quantity", "leverage", "limit", "basis", "reduce", "unit override", "pricelock"],
  sell: ["quantity", "leverage", "limit", "basis", "reduce", "unit override", "pricelock"],
  position: ["quantity", "leverage", "basis", "reduce", "unit override", "prev", "pricelock"],
  close: ["quantity", "unit override", "pricelock"],
  cancel: [],
  changeleverage: ["quantity", "leverage"],
  closeall: [],
  pause: [],
  resume: [],
  closeonly: [],
};
const OPTIONAL: readonly PartKind[] = ["quantity", "leverage", "basis", "reduce", "unit override", "prev", "pricelock"];
/** For the whole account: no symbol stands beside these. */
const OF_ACCOUNT: ReadonlySet<CommandName> = new Set<AccountOrder["command"]>([
  "closeall",
  "pause",
  "resume",
  "closeonly",
]);

/** The order a line names, or undefined when a part is missing or wrong: the report then says which. */
export function buildOrder(input: Line): AlertOrder | undefined {
  const { parts, report, line } = input;
  const command = parts.find("command");
  reportMissing(input);
  if (command === undefined) return undefined;
  const { name } = command.part.command;
  if (command.part.insteadOf !== undefined) {
    report.warn("DEPRECATED", `deprecated, write ${name}`, command.token);
  }
  ignoreUnused(name, input);
  const symbol = isOfAccount(name) ? undefined : resolveSymbol(input);
  const limit = readLimit(name, input);
  const { account } = input;
  const ends = trailer(parts);
  if (account === undefined) return undefined;
  if (isOfAccount(name)) {
    refuseSymbol(name, input);
    return { line, account: account.id, command: name, reduceOnly: false, ...ends };
  }
  if (symbol === undefined) return undefined;
  const base = { line, account: account.id, symbol };
  switch (name) {
    case "buy":
    case "sell": {
      const quantity = readQuantity(name, input);
      if (quantity === undefined) return undefined;
      const reduceOnly = parts.present.has("reduce");
      return {
        ...base,
        command: name,
        side: name,
        quantity,
        ...leverageOf(parts),
        ...limit,
        ...lockOf(input),
        reduceOnly,
        ...ends,
      };
    }
    case "position": {
      const quantity = readQuantity(name, input);
      if (quantity === undefined) return undefined;
      return {
        ...base,
        command: name,
        quantity,
        ...leverageOf(parts),
        ...previousOf(parts),
        ...lockOf(input),
        reduceOnly: parts.present.has("reduce"),
        ...ends,
      };
    }
    case "close":
      return { ...base, command: name, ...readCloseQuantity(input), ...lockOf(input), reduceOnly: true, ...ends };
    case "cancel": {
      const { cancel } = command.part.command;
      return checkId(cancel, command.token, input)
        ? { ...base, command: name, cancel, reduceOnly: false, ...ends }
        : undefined;
    }
    case "changeleverage": {
      const leverage = newLeverage(input);
      return leverage === undefined ? undefined : { ...base, command: name, leverage, reduceOnly: false, ...ends };
    }
  }
}

/** A line with words nobody knows is told about those first: what seems missing may be one of them. */
function reportMissing({ symbolToken, parts, report }: Line): void {
  const command = parts.find("command")?.part.command.name;
  const needsSymbol = command === undefined || !isOfAccount(command);
  if (report.errors.length > 0) return;
  if (!parts.present.has("account")) report.error("ACCOUNT_MISSING", "no account: write the ACCOUNT_ID of one");
  if (symbolToken === undefined && needsSymbol) report.error("SYMBOL_MISSING", "no symbol: write one like ETH/USDT");
  if (parts.present.has("command")) return;
  const hint = symbolToken === undefined ? undefined : hintForSymbol(symbolToken.text);
  if (hint !== undefined) report.error("UNKNOWN_WORD", hint, symbolToken);
  else
    report.error(
      "COMMAND_MISSING",
      "no command: write buy, sell, position, close, cancel:ID, cancel:all or changeleverage; for the whole account closeall, closeonly, pause or resume",
    );
}

function ignoreUnused(name: CommandName, { parts, report }: Line): void {
  for (const kind of OPTIONAL) {
    const found = parts.find(kind);
    if (found !== undefined && !USES[name].includes(kind))
      report.warn("IGNORED", `${name} takes no ${kind}: ignored`, found.token);
  }
}

function resolveSymbol({ account, symbolToken, report, fold }: Line): string | undefined {
  if (account === undefined || symbolToken === undefined) return undefined;
  const unsettled = settleProblem(account.exchange, account.settle);
  if (unsettled !== undefined) {
    report.error("SYMBOL_INVALID", `account ${account.id}: ${unsettled}`, symbolToken);
    return undefined;
  }
  const folded = fold(symbolToken.text, account.settle);
  if (!folded.ok) {
    const why = hintForSymbol(symbolToken.text) ?? folded.error;
    const message = `not a symbol of account ${account.id} (settles in ${account.settle}): ${why}`;
    report.error("SYMBOL_INVALID", message, symbolToken);
    return undefined;
  }
  const { symbol, warning } = folded.value;
  if (warning !== undefined) report.warn("USD_IS_SETTLE_COIN", warning, symbolToken);
  if (account.symbols !== undefined && !account.symbols.includes(symbol)) {
    const allowed = account.symbols.join(", ");
    report.error("SYMBOL_NOT_ALLOWED", `account ${account.id} trades only ${allowed} (SYMBOLS)`, symbolToken);
  }
  return symbol;
}

function readLimit(name: CommandName, input: Line): { readonly limit?: Limit } {
  const found = input.parts.find("limit");
  if (found === undefined) return {};
  if (name !== "buy" && name !== "sell") {
    input.report.error("LIMIT_NOT_ALLOWED", `a limit goes with buy or sell, not with ${name}`, found.token);
    return {};
  }
  return checkId(found.part.limit.id, found.token, input) ? { limit: found.part.limit } : {};
}

/** The venue's own rule for the names of limit orders. */
function checkId(id: string, token: Token, { account, report }: Line): boolean {
  const rule = account === undefined ? undefined : findVenue(account.exchange)?.customId;
  if (rule === undefined || id === "all" || rule.pattern.test(id)) return true;
  report.error("CUSTOM_ID_INVALID", `${account?.exchange} does not take this ID: ${rule.allowed}`, token);
  return false;
}

/** `changeleverage` takes x3, or a bare whole number. */
function newLeverage({ parts, report }: Line): number | undefined {
  const named = parts.find("leverage");
  const quantity = parts.find("quantity");
  if (named !== undefined) {
    if (quantity !== undefined)
      report.warn("IGNORED", `changeleverage uses ${named.token.text}: ignored`, quantity.token);
    return named.part.leverage;
  }
  const bare = quantity?.part.unit === "base" ? positiveWhole(quantity.token.text) : undefined;
  if (bare === undefined && !parts.present.has("leverage")) {
    report.error("LEVERAGE_MISSING", "changeleverage needs a leverage, like x3", quantity?.token);
  }
  return bare;
}

function isOfAccount(name: CommandName): name is AccountOrder["command"] {
  return OF_ACCOUNT.has(name);
}

function refuseSymbol(name: AccountOrder["command"], { symbolToken, report }: Line): void {
  if (symbolToken === undefined) return;
  const one = name === "closeall" ? "; to close one symbol write close" : "";
  report.error("SYMBOL_NOT_ALLOWED", `${name} is for the whole account: leave the symbol out${one}`, symbolToken);
}

/** A limit order is at its price already: locked is what would go at market. */
function lockOf({ parts, report }: Line): { readonly pricelock?: number } {
  const found = parts.find("pricelock");
  if (found === undefined) return {};
  if (!parts.present.has("limit")) return { pricelock: found.part.seconds };
  report.warn("IGNORED", "a limit order takes no pricelock: ignored", found.token);
  return {};
}

function previousOf(parts: LineParts): Pick<PositionOrder, "prev" | "prevIsSize"> {
  const found = parts.find("prev")?.part;
  if (found === undefined) return {};
  return { prev: found.prev, ...(found.isSize ? { prevIsSize: true } : {}) };
}

function leverageOf(parts: LineParts): { readonly leverage?: number } {
  const leverage = parts.find("leverage")?.part.leverage;
  return leverage === undefined ? {} : { leverage };
}

/** What any command may carry. */
function trailer(parts: LineParts): Pick<AlertOrder, "key" | "at" | "tag" | "price"> {
  const key = parts.find("key")?.part.key;
  const at = parts.find("time")?.part.at;
  const tag = parts.find("tag")?.part.tag;
  const price = parts.find("price")?.part.price;
  return {
    ...(key === undefined ? {} : { key }),
    ...(at === undefined ? {} : { at }),
    ...(tag === undefined ? {} : { tag }),
    ...(price === undefined ? {} : { price }),
  };
}
