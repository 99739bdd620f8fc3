// Where the dashboard listens and who may open it, as the environment says.
import { isIP } from "node:net";

const LOOPBACK = "127.0.0.1";
const LAST_PORT = 65_535;
/** A page that a network can reach is worth more than a short word. */
const SHORTEST_PASSWORD = 10;
const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** What the environment says of the dashboard. */
export interface DashboardEnv {
  /** Of the dashboard that comes with `npm start`; 0: any free one. */
  readonly port: number | "off";
  /** The address it listens on. */
  readonly host: string;
  /** Names it is called by besides its addresses, in lower case: those of a proxy in front of it. */
  readonly names: readonly string[];
  readonly password?: string;
}

/** @param webhookPort - the dashboard's is the next one, unless the environment names another. @throws Error naming the variable and what is allowed. */
export function readDashboardEnv(env: Readonly<Record<string, string | undefined>>, webhookPort: number): DashboardEnv {
  const password = env.WHOOK_DASHBOARD_PASSWORD || undefined;
  if (password !== undefined && password.length < SHORTEST_PASSWORD)
    throw new Error(`WHOOK_DASHBOARD_PASSWORD must have at least ${SHORTEST_PASSWORD} characters`);
  return {
    port: portOf(env.WHOOK_DASHBOARD_PORT || undefined, webhookPort),
    host: dashboardHost("WHOOK_DASHBOARD_HOST", env.WHOOK_DASHBOARD_HOST || LOOPBACK),
    names: namesOf(env.WHOOK_DASHBOARD_NAMES || undefined),
    ...(password === undefined ? {} : { password }),
  };
}

/** @throws Error naming what said it. */
export function dashboardHost(saidBy: string, text: string): string {
  if (text === "localhost" || isIP(text) !== 0) return text;
  throw new Error(`${saidBy} must be an address of this machine, like 127.0.0.1, or 0.0.0.0 for all of them`);
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^(::ffff:)?127\./.test(host);
}

function portOf(text: string | undefined, webhookPort: number): number | "off" {
  if (text === undefined) return webhookPort === 0 || webhookPort === LAST_PORT ? 0 : webhookPort + 1;
  if (text === "off") return text;
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (port <= LAST_PORT) return port;
  throw new Error(`WHOOK_DASHBOARD_PORT must be a port number from 0 to ${LAST_PORT}, or off`);
}

function namesOf(text: string | undefined): readonly string[] {
  const names = (text ?? "").split(/[\s,]+/).filter((name) => name !== "");
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return names.map((name) => name.toLowerCase());
  throw new Error(`WHOOK_DASHBOARD_NAMES must be names like whook.example.com, apart by commas: "${wrong}" is none`);
}
