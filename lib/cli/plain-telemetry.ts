import type { TimeZone } from "../core/time-zone.ts";
import type { Clock } from "../ports/clock.ts";
import type { LogLevel, Telemetry } from "../ports/telemetry.ts";
import type { CliIo } from "./command.ts";
import { toned } from "./print.ts";

/** Said by the events of the order itself. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["order waits for its next attempt", "order ended"]);

/** The log as a person reads it between the lines of events: warnings and faults, one line each, on standard error. */
export class PlainTelemetry implements Telemetry {
  readonly #io: CliIo;
  readonly #clock: Pick<Clock, "now">;
  readonly #zone: TimeZone;

  constructor(io: CliIo, { clock, zone }: { readonly clock: Pick<Clock, "now">; readonly zone: TimeZone }) {
    this.#io = io;
    this.#clock = clock;
    this.#zone = zone;
  }

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if ((level !== "warn" && level !== "error") || TOLD_ELSEWHERE.has(message)) return;
    const time = toned(this.#io, "quiet", this.#zone.write(this.#clock.now()).slice(11));
    const word = level === "warn" ? toned(this.#io, "warning", "warning  ") : toned(this.#io, "bad", "error    ");
    const details = Object.entries(fields).map(([name, value]) => `${name} ${written(value)}`);
    this.#io.err(`${time}  ${word}  ${[message, ...details].join(", ")}\n`);
  }

  /** Counts are for dashboards of machines. */
  count(): void {}
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
