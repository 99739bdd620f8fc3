import { describeVenue } from "../venue-suite.ts";
import { BYBIT } from "./profile.ts";

describeVenue(BYBIT);
