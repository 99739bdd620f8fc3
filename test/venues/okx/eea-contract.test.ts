import { describeVenue } from "../venue-suite.ts";
import { OKX_EEA } from "./profile.ts";

describeVenue(OKX_EEA);
