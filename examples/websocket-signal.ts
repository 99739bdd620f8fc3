// Trades what a WebSocket says: messages like {"side": "buy", "symbol": "ETH/USDT", "usdt": 100, "id": "signal-17"}.
//   SIGNALS=wss://signals.example.com npx node websocket-signal.ts
import { openAccount, WhookError } from "whook";

interface Signal {
  readonly side: "buy" | "sell" | "close";
  readonly symbol: string;
  readonly usdt?: number;
  /** Names the signal: one that comes twice is traded once. */
  readonly id: string;
}

const address = process.env.SIGNALS;
if (!address) throw new Error("set SIGNALS to the address of your signals");

await using account = await openAccount({ ACCOUNT_ID: "signals", EXCHANGE: "paper" }, { dataDir: ".signal-bot" });
const socket = new WebSocket(address);
const ended = new Promise((resolve) => socket.addEventListener("close", resolve));
const working: Promise<void>[] = [];
socket.addEventListener("message", ({ data }) => working.push(trade(JSON.parse(String(data)))));
await ended;
await Promise.all(working);

async function trade({ side, symbol, usdt = 0, id }: Signal): Promise<void> {
  try {
    const { status, averagePrice } =
      side === "close"
        ? await account.close(symbol, { id })
        : await account[side](symbol, { quote: usdt, leverage: 2, id, tag: "signals" });
    console.log(`${id}: ${side} ${symbol} ${status} at ${averagePrice ?? "no price"}`);
  } catch (error) {
    // One bad signal does not end the others.
    if (!(error instanceof WhookError)) throw error;
    console.log(`${id}: ${error.code}, ${error.message}`);
  }
}
