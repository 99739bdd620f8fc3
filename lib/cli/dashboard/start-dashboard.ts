import type { Clock } from "../../ports/clock.ts";
import type { Backend } from "../backend.ts";
import { readAssets } from "./assets.ts";
import { BackendLease } from "./backend-lease.ts";
import { createDashboardServer } from "./dashboard-server.ts";
import { PositionWatch } from "./position-watch.ts";
import { SignIn } from "./sign-in.ts";
import { TradeBook } from "./trade-book.ts";

const HOST = "127.0.0.1";

/** What a dashboard shows, and where. */
export interface DashboardOptions {
  readonly port: number;
  /** Where the data is, for people. */
  readonly source: string;
  readonly openBackend: () => Backend;
  /** Whether anything can have changed since the last look. */
  readonly isLive: () => Promise<boolean>;
  /** Between two looks at the ledger. */
  readonly everyMs: number;
  readonly clock: Clock;
}

/** A dashboard that listens. */
export interface Dashboard {
  /** To be opened once: it holds the token. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Listens on loopback at once; the ledger is read behind it. @throws what listening throws. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { port, source, openBackend, clock } = options;
  const lease = new BackendLease(openBackend);
  const book = new TradeBook({ ...options, lease });
  const positions = new PositionWatch(lease, clock);
  const signIn = new SignIn();
  const assets = await readAssets();
  const server = createDashboardServer({ source, lease, book, positions, assets, signIn, clock });
  const url = await server.listen({ host: HOST, port });
  book.start();
  return {
    address: `${url}/?token=${signIn.token}`,
    stop: async () => {
      await server.close();
      await Promise.all([book.stop(), positions.stop()]);
      await lease.close();
    },
  };
}
