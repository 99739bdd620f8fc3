import type { AddressInfo } from "node:net";
import type { Clock } from "../../ports/clock.ts";
import { waitAtMost } from "../../runtime/wait-at-most.ts";
import type { Backend } from "../backend.ts";
import { readAssets } from "./assets.ts";
import { BackendLease } from "./backend-lease.ts";
import { LOOPBACK_REACH, type Reach } from "./caller-of.ts";
import { createDashboardServer } from "./dashboard-server.ts";
import { PositionWatch } from "./position-watch.ts";
import { SignIn } from "./sign-in.ts";
import { TradeBook } from "./trade-book.ts";

/** What a dashboard shows, and where. */
export interface DashboardOptions {
  readonly port: number;
  /** @default on this machine only, without a password */
  readonly reach?: Reach;
  /** Where the data is, for people. */
  readonly source: string;
  readonly openBackend: () => Backend;
  /** Whether anything can have changed since the last look. */
  readonly isLive: () => Promise<boolean>;
  /** Between two looks at the ledger. */
  readonly everyMs: number;
  /** The ledger is forgotten when nobody has looked for so long. @default never */
  readonly keptMs?: number;
  /** Whether figures are read before the trades: where the ledger keeps them apart. @default "with-trades" */
  readonly figures?: "first" | "with-trades";
  /** Whether the ledger is read at once, or when somebody looks. @default "at-once" */
  readonly reads?: "at-once" | "when-asked";
  readonly clock: Clock;
}

/** A dashboard that listens. */
export interface Dashboard {
  /** To be opened once: it holds the token. */
  readonly address: string;
  stop(): Promise<void>;
}

/** What reads the ledger is waited for so long: on this machine it ends with its page. */
const STOP_MS = 500;

/** Listens at once; the ledger is read behind it. @throws what listening throws. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { port, source, openBackend, clock, reach = LOOPBACK_REACH, reads = "at-once" } = options;
  const lease = new BackendLease(openBackend);
  const book = new TradeBook({ ...options, lease });
  const positions = new PositionWatch(lease, clock);
  const signIn = new SignIn(clock, reach.password);
  const onLook = () => book.look();
  const assets = await readAssets();
  const server = createDashboardServer({ source, lease, book, positions, assets, signIn, reach, clock, onLook });
  await server.listen({ host: reach.host, port });
  if (reads === "at-once") book.look();
  return {
    address: `${addressOf(server.addresses())}/?token=${signIn.token}`,
    stop: async () => {
      await server.close();
      await lease.changed();
      // What is being read is for nobody any more: an exchange or AWS may not answer for minutes.
      await waitAtMost(Promise.all([book.stop(), positions.stop()]), { clock, ms: STOP_MS });
      await lease.close();
    },
  };
}

/** Of what it listens on, the one to open on this machine. */
function addressOf(addresses: readonly (AddressInfo | string)[]): string {
  const [first] = addresses;
  const { address, port } = typeof first === "object" ? first : { address: LOOPBACK_REACH.host, port: 0 };
  const host = address === "0.0.0.0" || address === "::" ? LOOPBACK_REACH.host : address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
