import { type Html, type HtmlValue, html } from "./html.ts";

const VIEWS = [
  { path: "/", name: "Overview" },
  { path: "/now", name: "Now" },
  { path: "/guards", name: "Guards" },
  { path: "/trades", name: "Trades" },
  { path: "/equity", name: "Equity" },
  { path: "/quality", name: "Execution" },
  { path: "/alerts", name: "Alerts" },
  { path: "/write", name: "Write" },
] as const;
/** A wide screen has room for so many beside each other. */
const MOST_TILES = 6;
/** The path of a view in the navigation. */
export type ViewPath = (typeof VIEWS)[number]["path"];

/** What a page has around its content. */
export interface PageOptions {
  readonly title: string;
  /** The view whose place in the navigation is marked. */
  readonly view?: ViewPath;
  /** Where the data is: "this machine" or a stack. */
  readonly source: string;
  /** The page's script asks again after so many seconds; without a script the browser does when `waits`. */
  readonly refreshS?: number;
  /** Something is still being read: the page is not whole. */
  readonly waits?: boolean;
  /** Where the browser goes by itself, at once. */
  readonly goOn?: string;
  /** For somebody who may not look: without views and scripts. */
  readonly isOutside?: true;
}

/** A whole page. */
export function renderPage(options: PageOptions, content: HtmlValue): string {
  const end = html`${content}
</main>
${options.isOutside !== true && html`<footer><p>Only the switches under Guards change anything. Times are UTC, your own beside them. <a href="/sign-out">Sign out</a></p></footer>`}
</body>
</html>
`;
  return `${renderStart(options)}${end}`;
}

/** A page as far as its content: what is painted while that is being made. */
export function renderStart(options: PageOptions): string {
  const { title, view, source, refreshS, waits, goOn, isOutside } = options;
  const start = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${waits === true && html`<noscript><meta http-equiv="refresh" content="3"></noscript>`}
${goOn !== undefined && html`<meta http-equiv="refresh" content="0;url=${goOn}">`}
<title>${title} · whook</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/dashboard.css">
${isOutside !== true && html`<script type="module" src="/assets/dashboard.js"></script>`}
</head>
<body${refreshS === undefined ? undefined : html` data-refresh="${refreshS}"`}>
<a class="skip" href="#main">To the content</a>
<header>
<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28">whook</a>
${isOutside !== true && html`<nav aria-label="Views">${VIEWS.map((one) => link(one, one.path === view))}</nav>`}
<p class="source">${source}</p>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
`;
  return start.toString();
}

/** What follows a page's start. */
export function afterStart(page: string): string {
  const heading = "</h1>\n";
  return page.slice(page.indexOf(heading) + heading.length);
}

function link({ path, name }: { readonly path: string; readonly name: string }, isHere: boolean): Html {
  return isHere ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`;
}

/** A place where there is nothing to show, and what to do about it. */
export function renderEmpty(heading: string, ...lines: readonly HtmlValue[]): Html {
  return html`<div class="empty"><h2>${heading}</h2>${lines.map((line) => html`<p>${line}</p>`)}</div>`;
}

/** Something that went wrong, or is not whole. */
export function renderNotice(text: HtmlValue, tone: "bad" | "wait"): Html {
  return html`<p class="notice ${tone}" role="status">${text}</p>`;
}

/** Named figures, in rows of about the same length; those without a value are left out. */
export function renderTiles(tiles: readonly (readonly [string, HtmlValue])[]): Html {
  const shown = tiles.filter(([, value]) => value !== undefined && value !== false);
  const perRow = Math.ceil(shown.length / Math.ceil(shown.length / MOST_TILES));
  return html`<dl class="figures in-${perRow}">${shown.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** A table that can be scrolled with the keyboard where it is wider than the screen. */
export function renderTable(
  name: string,
  columns: readonly { readonly title: string; readonly align?: "right" }[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr>${columns.map(({ title, align }) => html`<th scope="col"${align && html` class="right"`}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => html`<td data-title="${columns[index]?.title}"${columns[index]?.align && html` class="right"`}>${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}
