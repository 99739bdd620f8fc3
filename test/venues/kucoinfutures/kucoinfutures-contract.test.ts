import { describeVenue } from "../venue-suite.ts";
import { KUCOINFUTURES } from "./profile.ts";

describeVenue(KUCOINFUTURES);
