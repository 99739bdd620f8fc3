import { describeVenue } from "../venue-suite.ts";
import { PHEMEX } from "./profile.ts";

describeVenue(PHEMEX);
