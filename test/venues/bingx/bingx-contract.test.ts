import { describeVenue } from "../venue-suite.ts";
import { BINGX } from "./profile.ts";

describeVenue(BINGX);
