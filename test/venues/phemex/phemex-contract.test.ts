import { describeCoinMargined, describeVenue } from "../venue-suite.ts";
import { PHEMEX, PHEMEX_COIN } from "./profile.ts";

describeVenue(PHEMEX);
describeCoinMargined(PHEMEX_COIN, "phemex");
