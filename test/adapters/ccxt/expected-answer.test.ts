// Successes that lack what was asked for: no list is no empty list.
import { describe, expect, test } from "vitest";
import { alike, gapIn } from "../../../lib/adapters/ccxt/expected-answer.ts";
import { refusalIn } from "../../../lib/adapters/ccxt/json-reply.ts";
import type { VenueReply } from "../../../lib/adapters/ccxt/venue-module.ts";

const venue = {
  answers: {
    ...alike({ list: "" }, ["GET /bare"]),
    "GET /rows": { list: "data.rows" },
    "GET /sizes": { list: "", amount: "size" },
    "GET /fills": { list: "data.fills", nullIsEmpty: true },
    "GET /order": { object: "data" },
  } as const,
  findRefusal: (reply: VenueReply) => refusalIn(reply, { code: "error", message: "msg" }),
};

function gap(route: string, body: unknown): string | undefined {
  return gapIn(venue, route, { status: 200, headers: {}, body: JSON.stringify(body) });
}

describe("M31: an answer", () => {
  test.each([
    ["GET /bare", {}],
    ["GET /bare", null],
    ["GET /rows", {}],
    ["GET /rows", { data: null }],
    ["GET /rows", { data: [] }],
    ["GET /rows", { data: { rows: null } }],
    ["GET /rows", { data: { rows: {} } }],
    ["GET /rows", { data: { rows: "" } }],
    ["GET /rows", { data: { rows: [null] } }],
    ["GET /rows", { data: { rows: [{}] } }],
    ["GET /rows", { data: { rows: [{ id: 1 }, "none"] } }],
    ["GET /rows", { data: { rows: [[1]] } }],
    ["GET /sizes", [{ id: 1 }]],
    ["GET /sizes", [{ size: "1" }, { size: null }]],
    ["GET /sizes", [{ size: {} }]],
    ["GET /sizes", [{ size: "some" }]],
    ["GET /fills", { data: null }],
    ["GET /fills", { data: {} }],
    ["GET /order", { data: {} }],
    ["GET /order", { data: [] }],
    ["GET /order", { data: [{ id: 1 }] }],
    ["GET /order", { data: null }],
  ])("to %s lacks what was asked for: %j", (route, body) => {
    expect(gap(route, body)).toMatch(/^an answer without the (list|object)/);
  });

  test.each([{}, [], null])("to a change says nothing: %j", (body) => {
    expect(gap("POST /rows", body)).toBe("an empty answer");
  });

  test.each([
    ["GET /bare", []],
    ["GET /rows", { data: { rows: [] } }],
    ["GET /rows", { data: { rows: [{ id: 1 }] } }],
    ["GET /sizes", [{ size: "-0.5" }, { size: 3 }, { size: "" }]],
    ["GET /fills", { data: { fills: [] } }],
    ["GET /fills", { data: { fills: null } }],
    ["GET /order", { data: { id: 1 } }],
    ["GET /rows", { error: 10002, msg: "none" }],
    ["POST /rows", { code: 0 }],
    ["POST /rows", [{ id: 1 }]],
    ["GET /other", {}],
  ])("to %s is whole, refuses, or is none that is looked at: %j", (route, body) => {
    expect(gap(route, body)).toBeUndefined();
  });
});
