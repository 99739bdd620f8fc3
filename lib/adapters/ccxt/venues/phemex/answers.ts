// Where Phemex's answers have what was asked for: https://phemex-docs.github.io. Its reports have several shapes and are read
// where they are used; with no open order it refuses (10002) instead of an empty list.
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const PHEMEX_ANSWERS: ExpectedAnswers = {
  ...alike({ list: "data.positions", amount: "size" }, [
    "GET /g-accounts/accountPositions",
    "GET /accounts/accountPositions",
  ]),
  ...alike({ list: "data.rows" }, ["GET /g-orders/activeList", "GET /orders/activeList"]),
  "GET /public/products": { list: "data.products" },
};
