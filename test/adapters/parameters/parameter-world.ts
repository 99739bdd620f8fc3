import { afterAll, beforeAll, beforeEach } from "vitest";
import { type LocalSsm, startLocalSsm } from "../../support/local-ssm.ts";
import { RecordingTelemetry } from "../../support/recording-telemetry.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

/** Where the parameters of the stack under test begin. */
export const PREFIX = "/whook/main";

/** What reads parameters stands on. */
interface ParameterWorld {
  readonly ssm: LocalSsm;
  readonly clock: VirtualClock;
  readonly telemetry: RecordingTelemetry;
}

/** One parameter store for a file's tests, empty before each; `setUp` makes what is tested on it, with a clock of its own. */
export function beforeEachWorld(setUp: (world: ParameterWorld) => void): void {
  let ssm: LocalSsm;
  beforeAll(async () => {
    ssm = await startLocalSsm();
  });
  afterAll(() => ssm.stop());
  beforeEach(() => {
    ssm.parameters.clear();
    ssm.operations.length = 0;
    setUp({ ssm, clock: new VirtualClock(), telemetry: new RecordingTelemetry() });
  });
}
