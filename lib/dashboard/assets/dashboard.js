// What the page does with a script: the reader's own times, the charts, and looking for news. Everything can be read without.

const main = document.querySelector("main");
const refreshS = Number(document.body.dataset.refresh);
const own = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const FOCUSABLE = "a, button, summary, [tabindex]";
const FIELD = "whook-field";
const CANDLES = '[data-chart="candles"]';
/** Nobody types slower than this, and nobody waits for it. */
const RESTING_MS = 700;
/** The library of the curves and bars, loaded with the first of them. */
let uPlot;
let charts = [];
let tag;

function showOwnTimes() {
  for (const time of main.querySelectorAll("time")) {
    const text = document.createElement("span");
    text.className = "own";
    text.textContent = `${own.format(new Date(time.dateTime))} ${zone}`;
    time.append(" ", text);
  }
}

function colour(name) {
  // A custom property may be a function of the colour scheme: an element tells what it comes to.
  const probe = document.createElement("span");
  probe.className = name;
  main.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function transparent(rgb, share) {
  return rgb.replace("rgb(", "rgba(").replace(")", `, ${share})`);
}

/** Days and hours of the axes as the page writes them: `[seconds between two, text, and beneath it when the year, month, day, hour, minute is another]`. */
const AXIS_TIMES = [
  [31_536_000, "{YYYY}", null, null, null, null, null, null, 1],
  [2_419_200, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [86_400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
  [0.001, "{HH}:{mm}:{ss}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
];
const DAY_S = 86_400;

/** A single time is shown in its day, where the library would show years; bars have room at either end: each stands for a whole day. */
function rangeOf(times, isBars) {
  const [first, last] = [times[0], times.at(-1)];
  const around = isBars ? DAY_S * 3 : first === last ? DAY_S / 2 : 0;
  // Somebody may have zoomed in.
  return (_, from, to) => (from > first || to < last ? [from, to] : [first - around, last + around]);
}

/** Two decimals, and of less than one so many that its digits show: as the figures beside the chart. */
function written(amount, digits) {
  const isSmall = Math.abs(amount) < 1;
  return amount.toLocaleString(
    undefined,
    isSmall ? { maximumSignificantDigits: digits } : { maximumFractionDigits: 2 },
  );
}

/** Of an axis with these labels, about; asked before there are any, too. */
function widthOf(_, labels) {
  return Math.max(68, ...(labels ?? []).map((label) => label.length * 7 + 16));
}

function optionsOf(box, points) {
  const { chart, coin } = box.dataset;
  const [gain, loss, soft] = ["gain", "loss", "after"].map(colour);
  const axis = { stroke: soft, grid: { stroke: transparent(soft, 0.18), width: 1 }, ticks: { show: false } };
  const values = (_, amounts) => amounts.map((amount) => written(amount, 6));
  const told = (_, amount) => (amount === null ? "–" : `${written(amount, 3)} ${coin}`);
  const size = { width: box.clientWidth, height: box.clientHeight - (chart === "days" ? 0 : 34) };
  const shared = {
    ...size,
    cursor: { drag: { x: true, y: false } },
    axes: [
      { ...axis, space: 72, values: AXIS_TIMES },
      { ...axis, size: widthOf, values },
    ],
    // As everything else on the page, and as the days are counted.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: { x: { range: rangeOf(points[0], chart === "days") } },
  };
  const line = { width: 2, value: told, points: { show: points[0].length === 1 } };
  const drawdown = { ...line, label: "Drawdown", stroke: loss, fill: transparent(loss, 0.16), width: 1 };
  const lines = {
    curve: [{ ...line, label: "Net profit", stroke: gain }, drawdown],
    equity: [
      { ...line, label: "Equity", stroke: gain },
      { ...line, label: "Free", stroke: soft, width: 1 },
    ],
    drawdown: [drawdown],
  }[chart];
  if (lines !== undefined)
    return {
      ...shared,
      legend: { show: true },
      series: [{ label: "Time (UTC)", value: "{YYYY}-{MM}-{DD} {HH}:{mm}" }, ...lines],
    };
  return {
    ...shared,
    legend: { show: false },
    series: [
      {},
      {
        label: "Net profit",
        width: 1,
        points: { show: false },
        paths: uPlot.paths.bars({
          size: [0.7, 40],
          disp: {
            fill: { unit: 3, values: (u) => u.data[1].map((net) => (net < 0 ? loss : gain)) },
            stroke: { unit: 3, values: (u) => u.data[1].map((net) => (net < 0 ? loss : gain)) },
          },
        }),
      },
    ],
  };
}

/** What can be read is painted first: the library of the charts comes meanwhile. */
async function loadCharts() {
  const isPainted = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const [library] = await Promise.all([import("/assets/uplot.js"), isPainted]);
  uPlot = library.default;
}

async function drawCharts() {
  const boxes = () => [...main.querySelectorAll(`.chart:not(${CANDLES})`)];
  if (uPlot === undefined && boxes().length > 0) await loadCharts();
  for (const chart of charts) chart.destroy();
  charts = boxes().map((box) => {
    box.setAttribute("aria-hidden", "true");
    const points = JSON.parse(box.dataset.points);
    const drawn = new uPlot(optionsOf(box, points), points, box);
    if (box.dataset.day !== undefined) box.addEventListener("click", () => openDay(drawn, box.dataset.day));
    return drawn;
  });
}

/** Its library is loaded with the first chart of its kind only. It follows the size of its box by itself. */
async function drawOnCandles(box) {
  const { drawCandles } = await import("/assets/candles.js");
  box.setAttribute("aria-hidden", "true");
  box.paint = await drawCandles(box, colour);
}

function repaint() {
  void drawCharts();
  for (const box of main.querySelectorAll(CANDLES)) box.paint?.();
}

/** A bar leads to its trades. With the keyboard the calendar below it does. */
function openDay({ cursor, data }, address) {
  const at = cursor.idx === null || cursor.idx === undefined ? undefined : data[0][cursor.idx];
  if (at !== undefined) location.assign(address.replaceAll("DAY", new Date(at * 1000).toISOString().slice(0, 10)));
}

/**
 * A choice is taken at once; without a script there is the button. By keyboard a field passes other choices on its way: it is taken
 * with Enter, and the field still has the focus on the page that follows.
 */
function watchFilters() {
  for (const form of main.querySelectorAll("form.filters:not([data-live])")) {
    let [key, isChanged] = ["", false];
    const isChoice = ({ target }) => target.matches("select, [type=date]");
    form.addEventListener("pointerdown", () => {
      key = "";
    });
    form.addEventListener("keydown", (event) => {
      key = event.key;
      if (key === "Enter" && isChanged && isChoice(event)) form.requestSubmit();
    });
    form.addEventListener("change", (event) => {
      if (!isChoice(event)) return;
      isChanged = true;
      if (["", "Enter", " "].includes(key)) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      const field = document.activeElement?.getAttribute("name");
      if (key !== "" && field) sessionStorage.setItem(FIELD, field);
    });
  }
}

/** Where the keyboard was before the filter was taken. */
function focusField() {
  const field = sessionStorage.getItem(FIELD);
  sessionStorage.removeItem(FIELD);
  if (field !== null) main.querySelector(`form.filters [name="${CSS.escape(field)}"]`)?.focus({ preventScroll: true });
}

/** What is written is read at once, and planned when the hands rest: that asks the exchange. */
function watchLiveForm() {
  const form = main.querySelector("form[data-live]");
  if (form === null) return;
  let [turn, resting] = [0, 0];
  const read = async (look) => {
    turn += 1;
    const own = turn;
    const asked = new URLSearchParams(
      [...new FormData(form)].filter(([name, value]) => value !== "" || name === "unit"),
    );
    const address = `${form.getAttribute("action")}?${asked}`;
    history.replaceState(null, "", address);
    const response = await fetch(`${address}&look=${look}`).catch(() => undefined);
    // A later answer is the newer text's.
    if (response === undefined || !response.ok || own !== turn) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (own !== turn) return;
    for (const part of form.dataset.live.split(", "))
      replacePart(document.querySelector(part), fresh.querySelector(part));
  };
  form.addEventListener("input", () => {
    clearTimeout(resting);
    resting = setTimeout(() => void read("plan"), RESTING_MS);
    void read("lint");
  });
}

/** Who has gone on to it by keyboard stays there. */
function replacePart(part, fresh) {
  const name = part.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  part.replaceChildren(...fresh.childNodes);
  if (name) part.querySelector(`[aria-label="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}

/** Empty fields are left out of the address. */
addEventListener("submit", ({ target }) => {
  if (target.method !== "get") return;
  for (const field of target.elements) if (field.value === "" && field.name !== "unit") field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
});

async function show() {
  watchFilters();
  watchLiveForm();
  showOwnTimes();
  for (const box of main.querySelectorAll(CANDLES)) void drawOnCandles(box);
  await drawCharts();
  document.body.dataset.shown = "yes";
}

/** What the reader has in hand stays where it is: focus, and how far tables are scrolled. */
function replaceMain(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement;
  const place = focused?.closest("main") ? pathOf(focused) : undefined;
  const scrolled = [...main.querySelectorAll(".scroll")].map(({ scrollTop, scrollLeft }) => [scrollTop, scrollLeft]);
  document.body.dataset.refresh = fresh.body.dataset.refresh ?? "";
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  void show();
  for (const [index, box] of main.querySelectorAll(".scroll").entries())
    box.scrollTo(...(scrolled[index] ?? [0, 0]).toReversed());
  if (place !== undefined) main.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
}

function pathOf(element) {
  return [...main.querySelectorAll(FOCUSABLE)].indexOf(element);
}

async function look() {
  // What somebody is filling in is not taken from under their hands.
  if (document.hidden || document.activeElement?.matches("main :is(input, select, textarea)")) return;
  const response = await fetch(location.href, tag === undefined ? {} : { headers: { "if-none-match": tag } });
  if (response.status === 304) return;
  const isFirst = tag === undefined;
  tag = response.headers.get("etag") ?? undefined;
  const text = await response.text();
  const isSame =
    isFirst &&
    response.ok &&
    new DOMParser().parseFromString(text, "text/html").querySelector("main").textContent === textAtStart;
  if (!isSame) replaceMain(text);
}

async function watch() {
  const seconds = Number(document.body.dataset.refresh);
  if (!seconds) return;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  try {
    await look();
    document.body.classList.remove("lost");
  } catch {
    sayLost();
  }
  void watch();
}

function sayLost() {
  if (main.querySelector(".notice.lost")) return;
  const notice = document.createElement("p");
  notice.className = "notice bad lost";
  notice.setAttribute("role", "status");
  notice.textContent =
    "The dashboard does not answer any more. Start it again with npx whook dashboard; what you see is what it said last.";
  main.querySelector("h1").after(notice);
}

const textAtStart = main.textContent;
void show();
focusField();
if (refreshS) void watch();

let resized;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => void drawCharts(), 150);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
