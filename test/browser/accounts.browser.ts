// The views of how accounts stand, and of what one may do: every screen, both schemes, no accessibility finding.
import { beforeAll, expect, test } from "vitest";
import { lookAt } from "./sight.ts";
import { DAY_MS, useVisitors, type Visitor } from "./visitors.ts";

const { signedIn, open } = useVisitors("the-file");
let visitor: Visitor;
beforeAll(async () => {
  visitor = await signedIn();
});

test("now reads well on every screen, in light and dark, to everybody", async () => {
  await lookAt(visitor, "now", async () => {
    await visitor.visit("/now");
    await visitor.page.getByRole("cell", { name: "myBinance" }).first().waitFor();
  });
}, 120_000);

test.each([
  ["guards", "/guards"],
  ["confirm", "/guards/confirm?word=closeall&account=myBinance"],
  ["equity", "/equity?range=all"],
  ["write", "/write?account=myBinance&symbol=ETH/USDT&command=buy&size=300&unit=$&leverage=3&tag=trend"],
  ["sign-out", "/sign-out"],
])(
  "%s reads well on every screen, in light and dark, to everybody",
  async (name, path) => {
    await lookAt(visitor, name, () => visitor.visit(path));
  },
  120_000,
);

test("the door reads well on every screen, in light and dark, to everybody", async () => {
  const stranger = await open({ orders: 1 });
  await stranger.page.goto(new URL("/trades?range=7d", stranger.dashboard.address).href);
  // To be told that one is not in is what the browser complains of.
  const complaints: string[] = [];
  await lookAt({ ...stranger, complaints }, "sign-in", async () => undefined);
}, 120_000);

test("what is open stands beside closing all, and the first day of equity reads as well as none", async () => {
  const { page, visit, seeded } = await signedIn({ orders: 20, spanMs: DAY_MS });
  await visit("/now");
  await page.getByRole("cell", { name: "myBinance" }).first().waitFor();
  await visit("/guards/confirm?word=closeall&account=");
  expect(await page.locator("form").textContent()).toContain("ETH/USDT long 2.5 contracts");
  await visit("/equity");
  expect(await page.locator("figcaption").textContent()).toMatch(/from 8 readings/);
  seeded.equity = [];
  await visit("/equity?from=2020-01-01&to=2020-01-02");
  await page.getByText("No equity was read in these days").waitFor();
});
