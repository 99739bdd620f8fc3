import { describeVenue } from "../venue-suite.ts";
import { COINEX } from "./profile.ts";

describeVenue(COINEX);
