// The second look before a word for whole accounts goes out: what it does, to which, and the password.
import { marketName } from "./format.ts";
import { html } from "./html.ts";
import { renderNotice, renderPage } from "./page.ts";
import { SWITCH_WORDS, type SwitchWord } from "./render-guards.ts";
import type { PositionEntry } from "./render-now.ts";

/** What is about to be done. */
export interface ConfirmData {
  readonly source: string;
  readonly word: SwitchWord;
  /** As it was asked for; empty: all. */
  readonly account: string;
  readonly accounts: readonly string[];
  /** Of those accounts; absent: the exchanges were not heard yet. */
  readonly positions?: readonly PositionEntry[];
  /** Good for one sending of the form. */
  readonly once: string;
  /** Of the last try. */
  readonly problem?: string;
}

export function renderConfirm({ source, word, account, accounts, positions, once, problem }: ConfirmData): string {
  const { name, does } = SWITCH_WORDS[word];
  const named = accounts.join(", ");
  return renderPage({ title: `${name}?`, view: "/guards", source }, [
    problem !== undefined && renderNotice(problem, "bad"),
    html`<form class="card" method="post" action="/guards">
<p><strong>${name}: ${named}</strong></p><p>${does}</p>
${word === "closeall" && renderOpen(positions)}
<input type="hidden" name="word" value="${word}"><input type="hidden" name="account" value="${account}">
<input type="hidden" name="once" value="${once}">
<input class="hidden" type="text" name="username" value="whook" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
<label class="check"><input type="checkbox" name="sure" value="yes" required> Yes, ${name.toLowerCase()} ${named}</label>
<label>Password, again <input type="password" name="password" autocomplete="current-password" required maxlength="1000"></label>
<button type="submit"${word === "closeall" && html` class="danger"`}>${name}</button> <a href="/guards">Leave it</a>
</form>`,
  ]);
}

function renderOpen(positions: ConfirmData["positions"]) {
  if (positions === undefined) return html`<p class="more">What is open was not read yet.</p>`;
  if (positions.length === 0) return html`<p class="more">Nothing is open now; orders that rest are cancelled.</p>`;
  return html`<p>Open now:</p><ul>${positions.map(
    ({ account, symbol, positionSide, contracts }) =>
      html`<li>${account} ${marketName(symbol)} ${positionSide} ${contracts} contracts</li>`,
  )}</ul>`;
}
