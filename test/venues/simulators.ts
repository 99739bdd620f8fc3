// Every venue simulator: one row each.
import { BINANCE } from "./binance/profile.ts";
import { BINGX } from "./bingx/profile.ts";
import { BITGET } from "./bitget/profile.ts";
import { BYBIT } from "./bybit/profile.ts";
import { COINEX } from "./coinex/profile.ts";
import { KRAKENFUTURES } from "./krakenfutures/profile.ts";
import { KUCOINFUTURES } from "./kucoinfutures/profile.ts";
import { OKX } from "./okx/profile.ts";
import { PHEMEX } from "./phemex/profile.ts";
import type { VenueProfile } from "./profile.ts";

export const SIMULATORS: readonly VenueProfile[] = [
  BINANCE,
  BINGX,
  BITGET,
  BYBIT,
  COINEX,
  KRAKENFUTURES,
  KUCOINFUTURES,
  OKX,
  PHEMEX,
];
