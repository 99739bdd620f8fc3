// A change of egress as CloudFormation makes it: what is new first, then what is old goes. Template by template, between all kinds.
import { beforeAll, describe, expect, test } from "vitest";
import { EGRESSES, type Egress } from "../../lib/config/aws-names.ts";
import { type EgressState, egressSteps } from "../../lib/config/egress-steps.ts";
import { readStackSettings } from "../../lib/config/stack-settings.ts";
import { templateOf } from "./synthesize.ts";

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;

const FIXED = EGRESSES.filter((kind) => kind !== "none");
const PAIRS = EGRESSES.flatMap((from) => EGRESSES.map((to) => [from, to] as const)).filter(([from, to]) => from !== to);

const templates = new Map<string, Resources>();
const keyOf = ({ egress, nextEgress }: EgressState) => `${egress} ${nextEgress ?? ""}`;
beforeAll(() => {
  const states = FIXED.flatMap((egress) => FIXED.map((nextEgress) => ({ egress, nextEgress })));
  for (const state of [...EGRESSES.map((egress) => ({ egress })), ...states.filter((s) => s.egress !== s.nextEgress)])
    templates.set(keyOf(state), templateOf({ ...state }).toJSON().Resources);
}, 180_000);

function resourcesOf(state: EgressState): Resources {
  const found = templates.get(keyOf(state));
  if (found === undefined) throw new Error(`no template of ${keyOf(state)}`);
  return found;
}

const addressesOf = (resources: Resources) =>
  Object.keys(resources).filter((id) => resources[id]?.Type === "AWS::EC2::EIP");

/** What binds an address: it is handed the address's allocation. */
function boundTo(resources: Resources, address: string): readonly string[] {
  const allocation = JSON.stringify({ "Fn::GetAtt": [address, "AllocationId"] });
  return Object.keys(resources).filter((id) => JSON.stringify(resources[id]).includes(allocation));
}

describe.each(PAIRS)("from %s to %s", (from, to) => {
  const states = [{ egress: from }, ...egressSteps({ egress: from }, to)];
  const updates = states.slice(1).map((after, index) => [resourcesOf, states[index] ?? after, after] as const);

  test("no update replaces an address, or hands it to something else while it is in use", () => {
    for (const [resources, one, other] of updates) {
      const [before, after] = [resources(one), resources(other)];
      for (const address of addressesOf(before).filter((id) => id in after)) {
        expect(after[address]).toEqual(before[address]);
        const held = boundTo(before, address);
        if (held.length > 0) expect(boundTo(after, address)).toEqual(held);
      }
    }
  });

  test("an address goes only with all that it is bound to, and orders always have the one that their way out needs", () => {
    for (const [resources, one, other] of updates) {
      const [before, after] = [resources(one), resources(other)];
      for (const address of addressesOf(before).filter((id) => !(id in after)))
        expect(boundTo(before, address).filter((id) => id in after)).toEqual([]);
      const bound = addressesOf(after).filter((address) => boundTo(after, address).length > 0);
      expect(bound).toHaveLength(other.egress === "none" ? 0 : 1);
    }
  });

  test("between two fixed addresses the next one is there, unused, an update before orders leave from it", () => {
    const isBetweenFixed = from !== "none" && to !== "none";
    expect(updates).toHaveLength(isBetweenFixed ? 2 : 1);
    if (!isBetweenFixed) return;
    const [, reserved] = states.map((state) => resourcesOf(state));
    const last = resourcesOf({ egress: to });
    const next = addressesOf(last)[0] ?? "";
    expect(reserved).toHaveProperty(next);
    expect(boundTo(reserved ?? {}, next)).toEqual([]);
    expect(boundTo(last, next)).not.toEqual([]);
  });
});

test("a deploy that changes no way out is one update, and a change that was begun goes on or back", () => {
  const steps = (deployed: EgressState | undefined, wanted: Egress) => egressSteps(deployed, wanted);
  expect(steps(undefined, "fck-nat")).toEqual([{ egress: "fck-nat" }]);
  expect(steps({ egress: "fck-nat" }, "fck-nat")).toEqual([{ egress: "fck-nat" }]);
  const begun: EgressState = { egress: "fck-nat", nextEgress: "nat-gateway" };
  expect(steps(begun, "nat-gateway")).toEqual([{ egress: "nat-gateway" }]);
  expect(steps(begun, "fck-nat")).toEqual([{ egress: "fck-nat" }]);
  expect(readStackSettings({ ...begun, ...steps(begun, "fck-nat")[0], nextEgress: "" })).not.toHaveProperty(
    "nextEgress",
  );
});

test("a newer image of fck-nat replaces the instance and nothing else: the address, and what it is bound to, stay as they are", () => {
  const before = resourcesOf({ egress: "fck-nat" });
  const image = /ami-[0-9a-z]+/;
  const named = Object.keys(before).filter((id) => image.test(JSON.stringify(before[id])));
  expect(named.map((id) => before[id]?.Type)).toEqual(["AWS::EC2::LaunchTemplate"]);
  // Of the same name: an update in place, whose new version the group rolls out to.
  const [template = ""] = named;
  const users = Object.keys(before).filter((id) => JSON.stringify(before[id]).includes(`"${template}"`));
  expect(users.map((id) => before[id]?.Type)).toEqual(["AWS::AutoScaling::AutoScalingGroup"]);
});
