// What somebody sees who has not signed in: the way in, and why the last try did not succeed.
import { html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage } from "./page.ts";

/** What the page of signing in shows. */
export interface SignInData {
  readonly source: string;
  readonly hasPassword: boolean;
  /** Where to go afterwards: a path of ours. */
  readonly next: string;
  /** Of the last try. */
  readonly problem?: string;
}

export function renderSignIn({ source, hasPassword, next, problem }: SignInData): string {
  const link = html`Open the address that <code>npx whook start</code> or <code>npx whook dashboard</code> printed. It works once.`;
  if (!hasPassword)
    return renderPage({ title: "Not signed in", source, isOutside: true }, [
      renderEmpty(
        "This address is not enough",
        link,
        "To open it in more than one browser, or on a phone, give the dashboard a password: docs/dashboard.md.",
      ),
    ]);
  return renderPage({ title: "Sign in", source, isOutside: true }, [
    problem !== undefined && renderNotice(problem, "bad"),
    html`<form class="card" method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<input class="hidden" type="text" name="username" value="whook" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
<label>Password <input type="password" name="password" autocomplete="current-password" required maxlength="1000"></label>
<button type="submit">Sign in</button>
<p class="more">On the machine itself: ${link}</p>
</form>`,
  ]);
}

/** The way on by a link of our own: a cookie that is kept for our pages is not sent when another's page led here. */
export function renderSignedIn(source: string): string {
  return renderPage(
    { title: "Signed in", source, goOn: "/", isOutside: true },
    renderEmpty("You are signed in", html`<a href="/">To the overview</a>`),
  );
}

export function renderSignOut(source: string): string {
  return renderPage(
    { title: "Sign out", source },
    html`<form class="card" method="post" action="/sign-out"><p>This browser then needs the password, or a new address, to look again.</p>
<button type="submit">Sign out</button></form>`,
  );
}
