// Dockerfile, compose.yaml and Caddyfile as far as they can be held to the project without a Docker daemon; test/package runs their commands.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), "utf8");
const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found = ""]) => found);

const dockerfile = read("Dockerfile");
const compose = read("compose.yaml");
const caddyfile = read("Caddyfile");
const ignored = read(".dockerignore").split("\n");

test("what is copied into the image, or mounted, is there and not left out", () => {
  const copied = all(/^COPY (?!--from)(.+) \S+$/gm, dockerfile).flatMap((sources) => sources.split(" "));
  const mounted = all(/^ +- \.\/(\S+?):/gm, compose);
  expect(copied).toContain("package-lock.json");
  // `data` is made by whoever starts it; it must not be sent into the image.
  expect(mounted.filter((name) => name !== "data")).toEqual(["Caddyfile"]);
  for (const name of [...copied, "Caddyfile"]) {
    expect(existsSync(fileURLToPath(new URL(name, ROOT))), name).toBe(true);
    expect(ignored).not.toContain(name);
  }
  for (const secret of ["data", "accounts.json", "notifications.json", ".whook", ".git"])
    expect(ignored).toContain(secret);
});

test("the name stands where every compose command reads it: one without it would only be refused", () => {
  const page = read("docs/home-server.md");
  const commands = all(/^(.*docker compose .*)$/gm, page).filter((line) => !line.startsWith("echo"));
  expect(commands.length).toBeGreaterThan(2);
  expect(page).toMatch(/^echo WHOOK_NAME=\S+ > \.env /m);
  expect(commands.filter((line) => line.includes("WHOOK_NAME"))).toEqual([]);
  expect(ignored).toContain(".env");
});

test("every setting of the image is one that whook reads, and its command is whook's", () => {
  const settings = read("docs/settings.md");
  const names = all(/\b(WHOOK_[A-Z_]+|PORT)=/g, dockerfile);
  expect(names).toContain("WHOOK_DATA_DIR");
  for (const name of names) expect(settings).toContain(`\`${name}\``);
  const [command = ""] = all(/^CMD (\[.+\])$/gm, dockerfile);
  expect(Object.keys(packageJson.bin)).toContain(JSON.parse(command)[0]);
});

test("image, compose file and proxy speak of one port, one path and one name", () => {
  const [port = ""] = all(/^ +PORT=(\d+)/gm, dockerfile);
  expect(dockerfile).toContain(`http://127.0.0.1:${port}/health`);
  expect(compose).toContain(`- "${port}"`);
  expect(caddyfile).toContain(`reverse_proxy whook:${port}`);
  expect(caddyfile).toMatch(/^\{\$WHOOK_NAME\} \{$/m);
  expect(compose).toMatch(/^ +WHOOK_NAME: \$\{WHOOK_NAME:\?/m);
  // TradingView's addresses, as the pages say them.
  const [addresses = ""] = all(/remote_ip (.+)$/gm, caddyfile);
  for (const address of addresses.split(" ")) expect(read("docs/home-server.md")).toContain(address);
});
