// notifications.json on this machine. It is read again when it changes; a broken edit leaves the last good version in force.
import { readFile, stat } from "node:fs/promises";
import type { ConfiguredChannel, parseNotifications } from "../../config/notifications.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { err, ok, type Result } from "../../core/result.ts";

const GROUP_AND_OTHERS = 0o077;

/** What reading the file gave; without a file there are no channels. */
export interface NotificationsFile {
  readonly channels: readonly ConfiguredChannel[];
  readonly warnings: readonly string[];
}

/** @param options - as `parseNotifications` takes them. @returns the channels, or every problem of the file. */
export async function readNotificationsFile(
  file: string,
  options: Parameters<typeof parseNotifications>[1] = {},
): Promise<Result<NotificationsFile, readonly string[]>> {
  try {
    const [text, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    // Where there is no file nobody waits for what checks it.
    const { parseNotifications } = await import("../../config/notifications.ts");
    const channels = parseNotifications(text, options);
    if (!channels.ok) return err(channels.error.map((problem) => `${file}: ${problem}`));
    const isOpen = process.platform !== "win32" && (mode & GROUP_AND_OTHERS) !== 0;
    const warnings = isOpen ? [`${file} holds secrets and can be read by others: chmod 600 ${file}`] : [];
    return ok({ channels: channels.value, warnings });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ok({ channels: [], warnings: [] });
    return err([`${file} cannot be read: ${reasonOf(error)}`]);
  }
}

/** An entry as it is written in the file, secrets included, and what it says. */
export interface NotificationEntry {
  readonly channel: ConfiguredChannel;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** @param ownTopic - of the stack the entries are for. @returns the file's entries, or every problem of it. */
export async function readNotificationEntries(
  file: string,
  ownTopic: string,
): Promise<Result<readonly NotificationEntry[], readonly string[]>> {
  const read = await readNotificationsFile(file, { ownTopic });
  if (!read.ok || read.value.channels.length === 0) return read.ok ? ok([]) : read;
  const { listEntries } = await import("../../config/notifications.ts");
  const entries = listEntries(await readFile(file, "utf8"));
  return ok(read.value.channels.map((channel, index) => ({ channel, entry: entries[index] ?? {} })));
}

/** The channels of the file, as they are now. */
export class FileNotifications {
  readonly #file: string;
  readonly #onProblem: (problems: readonly string[]) => void;
  #version = "";
  #channels: readonly ConfiguredChannel[] = [];

  /** @param onProblem - told once about each broken edit. */
  constructor(file: string, onProblem: (problems: readonly string[]) => void) {
    this.#file = file;
    this.#onProblem = onProblem;
  }

  /** Whether there was any channel at the last look. */
  get isUsed(): boolean {
    return this.#channels.length > 0;
  }

  /** The same objects as long as the file is the same. */
  async listChannels(): Promise<readonly ConfiguredChannel[]> {
    const version = await versionOf(this.#file);
    if (version === this.#version) return this.#channels;
    this.#version = version;
    const read = await readNotificationsFile(this.#file);
    if (read.ok) this.#channels = read.value.channels;
    else this.#onProblem(read.error);
    return this.#channels;
  }
}

/** Changes whenever the file does. */
async function versionOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
}
