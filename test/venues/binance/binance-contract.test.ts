import { describeVenue } from "../venue-suite.ts";
import { BINANCE } from "./profile.ts";

describeVenue(BINANCE);
