import { describeVenue } from "../venue-suite.ts";
import { KRAKENFUTURES } from "./profile.ts";

describeVenue(KRAKENFUTURES);
