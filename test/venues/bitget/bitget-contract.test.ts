import { describeCoinMargined, describeVenue } from "../venue-suite.ts";
import { BITGET, BITGET_COIN } from "./profile.ts";

describeVenue(BITGET);
describeCoinMargined(BITGET_COIN, "bitget");
