import { describeVenue } from "../venue-suite.ts";
import { BINANCE_PORTFOLIO } from "./profile.ts";

describeVenue(BINANCE_PORTFOLIO);
