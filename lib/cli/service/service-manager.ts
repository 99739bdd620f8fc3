// What starts programs with the system, and again when they end: systemd on Linux, launchd on macOS.
import type { ServiceSpec } from "./service-spec.ts";

/** A program and its arguments; no shell reads them. */
export type ProgramLine = readonly [string, ...string[]];

/** One service of one system, there or not. */
export interface ServiceManager {
  /** What says how it is run. */
  readonly file: string;
  textOf(spec: ServiceSpec): string;
  /** After the file is written. */
  readonly start: readonly ProgramLine[];
  /** So that it goes on when nobody is logged in; it may be forbidden. */
  readonly stay?: ProgramLine;
  readonly stop: ProgramLine;
  /** After the file is gone. */
  readonly forget?: ProgramLine;
  /** For a person: where its lines are. */
  readonly log: string;
  /** @throws CommandError when there is nobody to ask. */
  isRunning(): Promise<boolean>;
}

/** Which service is meant. */
export interface ServiceName {
  readonly name: string;
  /** Of the whole machine, not of one person. */
  readonly isSystem: boolean;
}
