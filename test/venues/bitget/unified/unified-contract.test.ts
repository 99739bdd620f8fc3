import { describeVenue } from "../../venue-suite.ts";
import { BITGET_UNIFIED } from "./profile.ts";

describeVenue(BITGET_UNIFIED);
