// Writes an alert: what is chosen becomes its text, what whook would make of it stands beside it, and the text is there to copy.
import type { AlertIssue } from "../core/alert/alert-order.ts";
import { type Html, html } from "./html.ts";
import { renderNotice, renderPage } from "./page.ts";
import { renderSelect } from "./render-filters.ts";

export const BUILT_COMMANDS = ["buy", "sell", "position", "close"] as const;
export const BUILT_UNITS = {
  $: "of margin in the settle coin ($)",
  "": "of the coin itself",
  "%": "percent of the balance",
  "@": "contracts",
} as const;

/** What was chosen, each as it was typed. */
export interface BuiltAlert {
  readonly account: string;
  readonly symbol: string;
  readonly command: string;
  readonly size: string;
  readonly unit: string;
  readonly leverage: string;
  readonly tag: string;
  readonly reduce: boolean;
  /** Whether TradingView is to say when: an account may ask for it, and a late alert is refused. */
  readonly timed: boolean;
}

const TIMED = "at:{{timenow}}";
/** Where the strategy stood before: alerts of one bar may arrive in any order. In Pine there is one alert a bar, which needs none. */
const PREVIOUS = "prev:{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}}";

/** What the page of writing an alert shows. */
export interface BuilderData {
  readonly source: string;
  readonly built: BuiltAlert;
  readonly accounts: readonly string[];
  /** The markets of the account's exchange; empty: they could not be read. */
  readonly symbols: readonly string[];
  /** What `lint` says of the text; absent: too little was chosen yet. */
  readonly checked?: { readonly errors: readonly AlertIssue[]; readonly warnings: readonly AlertIssue[] };
  /** What `plan` says: what it would do now. */
  readonly plan?: readonly string[];
  readonly problem?: string;
}

/** The text of what was chosen. */
export function builtText({ account, symbol, command, size, unit, leverage, tag, reduce, timed }: BuiltAlert): string {
  const words = [account, symbol, command, size === "" ? "" : `${size}${unit}`].filter((word) => word !== "");
  return `${words.join(" ")}${leverOf(leverage)}${reduce ? " reduce" : ""}${named(tag)}${timed ? ` ${TIMED}` : ""}`;
}

function leverOf(leverage: string): string {
  return leverage === "" ? "" : ` x${leverage}`;
}

function named(tag: string): string {
  if (tag === "") return "";
  return /\s/.test(tag) ? ` tag:"${tag}"` : ` tag:${tag}`;
}

export function renderBuilder(data: BuilderData): string {
  const { source, built, checked, problem } = data;
  return renderPage({ title: "Write an alert", view: "/write", source }, [
    renderForm(data),
    // What the page's script puts anew while one types.
    html`<div id="written" aria-live="polite">${[
      problem !== undefined && renderNotice(problem, "bad"),
      checked !== undefined && renderText(builtText(built)),
      checked !== undefined && renderChecked(data),
      checked?.errors.length === 0 && renderForTradingView(built),
    ]}</div>`,
  ]);
}

function renderForm({ built, accounts, symbols }: BuilderData): Html {
  const { account, symbol, command, size, unit, leverage, tag, reduce, timed } = built;
  return html`<form class="filters" method="get" action="/write" aria-label="The alert" data-live="#written, #symbols">
${renderSelect(
  "account",
  "Account",
  accounts.map((id) => [id, id] as const),
  account || undefined,
  "choose",
)}
<label>Symbol <input name="symbol" value="${symbol}" list="symbols" autocomplete="off" maxlength="60"></label>
<datalist id="symbols">${symbols.map((one) => html`<option value="${one}"></option>`)}</datalist>
${renderSelect(
  "command",
  "Command",
  BUILT_COMMANDS.map((one) => [one, one] as const),
  command || undefined,
  "choose",
)}
<label>Size <input name="size" value="${size}" inputmode="decimal" maxlength="40"></label>
<label>Unit <select name="unit">${Object.entries(BUILT_UNITS).map(([key, name]) => (key === unit ? html`<option value="${key}" selected>${name}</option>` : html`<option value="${key}">${name}</option>`))}</select></label>
<label>Leverage <input name="leverage" value="${leverage}" inputmode="numeric" maxlength="3"></label>
<label>Strategy <input name="tag" value="${tag}" maxlength="64"></label>
<label>Only reduce <select name="reduce"><option value="">no</option>${reduce ? html`<option value="yes" selected>yes</option>` : html`<option value="yes">yes</option>`}</select></label>
<label>Says when (at:) <select name="timed"><option value="yes">yes</option>${timed ? html`<option value="no">no</option>` : html`<option value="no" selected>no</option>`}</select></label>
<button type="submit">Show</button></form>`;
}

function renderText(text: string): Html {
  return html`<section><h2>The text</h2><textarea class="copy" rows="2" readonly aria-label="The alert's text">${text}</textarea>
<p class="more">Paste it into the message of an alert in TradingView, and your webhook's address into its notifications.
TradingView writes the time in the place of {{timenow}}: an alert that comes too late, or is sent again by somebody, is refused.</p></section>`;
}

function renderChecked({ checked, plan = [] }: BuilderData): Html {
  const { errors = [], warnings = [] } = checked ?? {};
  return html`${errors.map(({ message }) => renderNotice(message, "bad"))}${warnings.map(({ message }) => renderNotice(message, "wait"))}
${plan.length > 0 && html`<section><h2>What it would do now</h2><ul>${plan.map((line) => html`<li>${line}</li>`)}</ul><p class="more">Nothing was sent.</p></section>`}`;
}

/** The same for a strategy: it says where it stands, and whook goes there. The text of the alert's dialog. */
export function dialogText({ account, leverage, tag, timed }: BuiltAlert): string {
  const position = "{{strategy.market_position}} {{strategy.market_position_size}}";
  return `${account} {{ticker}} pos ${position} ${PREVIOUS}${leverOf(leverage)}${named(tag)}${timed ? ` ${TIMED}` : ""}`;
}

function renderForTradingView(built: BuiltAlert): Html {
  const { account, leverage, tag, timed } = built;
  const words = `${leverOf(leverage)}${named(tag)}`;
  const quoted = `'${account} ' + syminfo.ticker + ' pos ' + str.tostring(strategy.position_size) + '${words}'${timed ? " + ' at:' + str.tostring(timenow)" : ""}`;
  return html`<section><h2>For a strategy</h2>
<p>In the alert's dialog, as its message:</p><textarea class="copy" rows="3" readonly aria-label="For the dialog">${dialogText(built)}</textarea>
<p>Or in Pine, after the strategy's orders, with an alert on its alert() calls:</p>
<textarea class="copy" rows="3" readonly aria-label="For Pine">if strategy.position_size != strategy.position_size[1]
    alert(${quoted}, alert.freq_once_per_bar_close)</textarea></section>`;
}
