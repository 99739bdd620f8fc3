import { describeVenue } from "../venue-suite.ts";
import { BITGET } from "./profile.ts";

describeVenue(BITGET);
