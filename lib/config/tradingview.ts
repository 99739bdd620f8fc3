/**
 * Where TradingView posts from, IPv4 only:
 * https://www.tradingview.com/support/solutions/43000529348-how-to-configure-webhook-alerts/ (November 2026).
 */
export const TRADINGVIEW_ADDRESSES = ["52.89.214.238", "34.212.75.30", "54.218.53.128", "52.32.178.7"] as const;
