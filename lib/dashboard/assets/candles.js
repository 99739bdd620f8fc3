// A position on its candles: TradingView Lightweight Charts, Copyright (c) 2026 TradingView, Inc. https://www.tradingview.com/
import { CandlestickSeries, createChart, createSeriesMarkers } from "/assets/lightweight-charts.js";

const S = 1000;
const MOST_TOLD = 6;

/** @returns how to give the chart the scheme's colours again; undefined: there is none, and the note beneath says why. */
export async function drawCandles(box, colourOf) {
  const note = box.parentElement.querySelector(".chart-note");
  const response = await fetch(box.dataset.url).catch(() => undefined);
  const told = await response?.json().catch(() => undefined);
  if (!response?.ok || told.candles.length === 0) {
    box.hidden = true;
    note.textContent = `No chart: ${told?.problem ?? "the exchange has no candles of that time"}.`;
    return undefined;
  }
  // It was replaced by a newer page.
  if (!box.isConnected) return undefined;
  const chart = createChart(box, {
    autoSize: true,
    // Its own style would be inline, which this page takes from nobody; the notice beneath names and links TradingView.
    layout: {
      attributionLogo: false,
      background: { color: "transparent" },
      fontFamily: getComputedStyle(box).fontFamily,
    },
    timeScale: { timeVisible: true, secondsVisible: false },
    handleScroll: { vertTouchDrag: false, mouseWheel: false },
    handleScale: { mouseWheel: false },
  });
  const digits = Math.max(0, ...told.candles.map(({ close }) => (close.split(".")[1] ?? "").length));
  const candles = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceFormat: { type: "price", precision: digits, minMove: 1 / 10 ** digits },
  });
  // The picture is drawn with floats; every figure that is written comes from the decimals.
  candles.setData(
    told.candles.map(({ at, open, high, low, close }) => ({
      time: at / S,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
    })),
  );
  const markers = createSeriesMarkers(candles, []);
  const paint = () => {
    const [gain, loss, soft, line] = ["gain", "loss", "after", "line"].map(colourOf);
    const [color, borderColor] = [line, line];
    chart.applyOptions({
      layout: { textColor: soft },
      grid: { vertLines: { color }, horzLines: { color } },
      rightPriceScale: { borderColor },
      timeScale: { borderColor },
    });
    candles.applyOptions({ upColor: gain, downColor: loss, wickUpColor: gain, wickDownColor: loss });
    markers.setMarkers(marksOf(told, { gain, loss }));
  };
  paint();
  const showAll = () => chart.timeScale().fitContent();
  showAll();
  // A screen that is turned shows all of it again.
  chart.timeScale().subscribeSizeChange(showAll);
  return paint;
}

/** At the candle in which it filled. */
function marksOf({ candles, marks }, { gain, loss }) {
  const own = location.pathname.split("/").at(-1);
  return marks.flatMap(({ at, side, contracts, price, orderId }) => {
    const candle = candles.findLast((one) => one.at <= at);
    if (candle === undefined) return [];
    const isBuy = side === "buy";
    const isOwn = orderId === own;
    const told = `${side} ${contracts}${price === undefined ? "" : ` at ${price}`}`;
    return {
      time: candle.at / S,
      position: isBuy ? "belowBar" : "aboveBar",
      shape: isBuy ? "arrowUp" : "arrowDown",
      color: isBuy ? gain : loss,
      size: isOwn ? 2 : 1,
      // Many words on one chart cover each other; the table beneath has them all.
      text: isOwn || marks.length <= MOST_TOLD ? told : "",
    };
  });
}
