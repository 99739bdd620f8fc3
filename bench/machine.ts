import { cpus, totalmem } from "node:os";

/** The machine a figure was measured on. */
export function describeMachine(): string {
  const [first] = cpus();
  const model = first?.model.replace(/\s+/g, " ").trim() || "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores of ${model}, ${memory} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** The value below which a share of the sorted numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function report(rows: Readonly<Record<string, string | number>>): void {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  for (const [name, value] of Object.entries(rows)) process.stdout.write(`  ${name.padEnd(width)}  ${value}\n`);
}
