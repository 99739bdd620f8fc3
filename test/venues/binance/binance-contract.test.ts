import { describeCoinMargined, describeVenue } from "../venue-suite.ts";
import { BINANCE, BINANCE_COIN } from "./profile.ts";

describeVenue(BINANCE);
describeCoinMargined(BINANCE_COIN, "binance");
