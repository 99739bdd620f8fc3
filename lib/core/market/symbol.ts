// From any spelling of a market to ccxt's unified symbol, without knowing the markets (docs/design.md#the-alert-grammar).
// Two spellings of one market must come out the same: the symbol is half of the message group that keeps orders in sequence.
import { err, ok, type Result } from "../result.ts";

const QUOTES = ["USDT", "USDC", "USD"] as const;
/** Settle coins whose markets are linear; every other coin settles its own inverse market. */
const LINEAR_SETTLES: readonly string[] = QUOTES;
const COIN = /^[\p{L}\p{M}\p{N}]+$/u;
const SEPARATOR = /[/_-]/;
const KUCOIN_M = /(USDT|USDC|USD)M$/;
const DATED = anyOf([
  /^F[IF]_/, // Kraken: FI_XBTUSD_260327
  /[-_]\d{6,8}$/, // BTCUSDT_260327, BTC/USDT:USDT-260327
  /[-_]\d{1,2}[A-Z]{3}\d{2}$/, // BTC-27MAR26, BTCUSDT-27MAR26
  /(?:USDT|USDC|USD)\d{6}$/, // BTCUSDT260327
  /(?:USDT|USDC|USD)[FGHJKMNQUVXZ]\d{2}(?:\d{2})?$/, // BTCUSDTH2026
  /\d!$/, // BTCUSD1!
]);

/** What a symbol resolved to. `warning`: said when the account's settle coin was put in place of USD. */
export interface FoldedSymbol {
  readonly symbol: string;
  readonly warning?: string;
}

interface Cut {
  readonly base: string;
  /** Absent when the spelling names none: the settle coin then. */
  readonly quote: string | undefined;
}

/**
 * The unified perpetual symbol of `word` on an account that settles in `settle` (upper case).
 * @returns the symbol, or in words why it is not one.
 */
export function foldSymbol(word: string, settle: string): Result<FoldedSymbol, string> {
  const { pair, settlePart } = withoutExchange(word.toUpperCase());
  const folded = foldSpelling(pair);
  if ([pair, folded.text, settlePart ?? ""].some((text) => DATED.test(text)))
    return err("a dated contract: only perpetuals can be traded");
  const cut = cutPair(folded.text, settle, folded.isMarked);
  if (!cut.ok) return cut;
  const base = coin(cut.value.base);
  if (!COIN.test(base)) return err(`${quote(base)} is not the name of a coin`);
  const named = folded.settlesInBase ? base : settlePart === undefined ? undefined : coin(settlePart);
  return LINEAR_SETTLES.includes(settle)
    ? linear({ base, quote: cut.value.quote, named, settle })
    : inverse({ base, quote: cut.value.quote, named, settle });
}

interface Market {
  readonly base: string;
  readonly quote: string | undefined;
  /** The settle coin the spelling names. */
  readonly named: string | undefined;
  readonly settle: string;
}

function linear({ base, quote: quoted, named, settle }: Market): Result<FoldedSymbol, string> {
  // USD means the settle coin: the original's own example writes ETH/USD for an account in USDT.
  const written = [quoted, named].filter((each) => each !== undefined);
  const wrong = written.find((each) => each !== settle && each !== "USD");
  if (wrong !== undefined) return err(`${quote(wrong)} is not this account's coin: it settles in ${settle}`);
  if (base === settle) return err(`${base} is the account's settle coin, not a market`);
  const symbol = `${base}/${settle}:${settle}`;
  const isFolded = written.some((each) => each !== settle);
  return ok(isFolded ? { symbol, warning: `USD is taken as ${settle}, the account's settle coin` } : { symbol });
}

/** An account that settles in BTC trades BTC/USD:BTC and nothing else. */
function inverse({ base, quote: quoted, named, settle }: Market): Result<FoldedSymbol, string> {
  const isItsOwn = base === settle && (quoted ?? "USD") === "USD" && (named ?? settle) === settle;
  const symbol = `${settle}/USD:${settle}`;
  return isItsOwn ? ok({ symbol }) : err(`the account settles in ${settle}: it trades ${symbol} only`);
}

/** Splits `BINANCE:ETH/USDT:USDT` into its parts: before a written cut a colon follows an exchange, after it the settle coin precedes. */
function withoutExchange(word: string): { readonly pair: string; readonly settlePart: string | undefined } {
  const colon = word.indexOf(":");
  if (colon === -1) return { pair: word, settlePart: undefined };
  const [left, right] = [word.slice(0, colon), word.slice(colon + 1)];
  if (SEPARATOR.test(left)) return { pair: left, settlePart: right };
  const second = right.indexOf(":");
  if (second === -1) return { pair: right, settlePart: undefined };
  return { pair: right.slice(0, second), settlePart: right.slice(second + 1) };
}

interface Folded {
  readonly text: string;
  /** Something marked it as a perpetual, so that the quote may be left out. */
  readonly isMarked: boolean;
  readonly settlesInBase: boolean;
}

function foldSpelling(pair: string): Folded {
  const bare = pair
    .replace(/\.PM?$/, "") // .P on TradingView's charts, .PM on those of Kraken
    .replace(/-SWAP$/, "")
    .replace(/[._-]?PERP$/, "")
    .replace(/^P[FI]_/, "");
  const text = bare.replace(KUCOIN_M, "$1");
  return { text, isMarked: bare !== pair, settlesInBase: pair.startsWith("PI_") };
}

/** A written separator decides; a joined word is cut at the settle coin, else at the longest known quote. */
function cutPair(text: string, settle: string, isMarked: boolean): Result<Cut, string> {
  const parts = text.split(SEPARATOR);
  const [base = "", quoted, ...rest] = parts;
  if (rest.length > 0) return err("it is cut in more than two parts");
  if (quoted !== undefined) return ok({ base, quote: coin(quoted) });
  const ending = [settle, ...QUOTES].find((end) => base.endsWith(end) && base !== end);
  if (ending !== undefined) return ok({ base: base.slice(0, -ending.length), quote: ending });
  if (isMarked) return ok({ base, quote: undefined });
  const [stem = "", ...marks] = text.split(".");
  const meant = marks.length > 0 && cutPair(stem, settle, false).ok ? foldSymbol(stem, settle) : undefined;
  if (meant?.ok === false) return meant;
  if (meant !== undefined) return err(`the ending .${marks.join(".")} is not known: write ${stem}.P`);
  return err(
    `it ends with no known coin: write it like ${LINEAR_SETTLES.includes(settle) ? `ETH/${settle}` : `${settle}/USD`}`,
  );
}

/** What any of them matches, in one pass. */
function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"));
}

function coin(name: string): string {
  return name === "XBT" ? "BTC" : name;
}

function quote(text: string): string {
  return text === "" ? "nothing" : `"${text.slice(0, 40)}"`;
}
