// The real adapter over real HTTP against Binance's dialect, through the contract every exchange passes.
import { createHmac } from "node:crypto";
import { describeExchange } from "../../contract/exchange-contract.ts";
import { openSimulated } from "./open-simulated.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "./start-binance-simulator.ts";

for (const name of ["binance", "binancedemo"]) {
  describeExchange(name, async () => {
    const simulator = await startBinanceSimulator();
    let prices = { bid: "1999", ask: "2001" };
    let liquidity: string | undefined;
    const setBook = () =>
      simulator.control.setBook("ETHUSDT", { ...prices, ...(liquidity === undefined ? {} : { liquidity }) });
    setBook();
    return {
      exchange: await openSimulated(simulator.url, { account: { exchange: name } }),
      symbol: "ETH/USDT:USDT",
      control: {
        setPrice: (bid, ask) => {
          prices = { bid, ask };
          setBook();
        },
        setLiquidity: (contracts) => {
          liquidity = contracts;
          setBook();
        },
        setHedgeMode: () => switchToHedgeMode(simulator.url),
      },
      close: () => simulator.stop(),
    };
  });
}

/** What a person does on Binance's own page. */
async function switchToHedgeMode(url: string): Promise<void> {
  const query = `dualSidePosition=true&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", SIMULATED_KEYS.secret).update(query).digest("hex");
  const response = await fetch(`${url}/fapi/v1/positionSide/dual?${query}&signature=${signature}`, {
    method: "POST",
    headers: { "X-MBX-APIKEY": SIMULATED_KEYS.apiKey },
  });
  if (!response.ok) throw new Error(await response.text());
}
