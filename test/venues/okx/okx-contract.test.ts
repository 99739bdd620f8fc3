import { describeVenue } from "../venue-suite.ts";
import { OKX } from "./profile.ts";

describeVenue(OKX);
