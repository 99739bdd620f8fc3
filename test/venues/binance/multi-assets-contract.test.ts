import { describeVenue } from "../venue-suite.ts";
import { BINANCE_MULTI_ASSETS } from "./profile.ts";

describeVenue(BINANCE_MULTI_ASSETS);
