/** Texts of a length, in bytes, that take longest to read: found by trying, one of each shape that lines and words can have. */
export const WORST_TEXTS: Readonly<Record<string, (bytes: number) => string>> = {
  "lines of a letter": (bytes) => filled("a\n", bytes),
  "lines of other unknown words": (bytes) =>
    Array.from({ length: Math.floor(bytes / 6) }, (_, index) => index.toString(36).padStart(5, "qzvk")).join("\n"),
  "good lines": (bytes) => filled("myA AUSDT buy 1\n", bytes),
  "good lines that warn": (bytes) => filled("myA AUSD long 1 x2 tag:\n", bytes),
  "targets with the one before": (bytes) => filled("myA AUSDT pos 1 prev:1\n", bytes),
  "lines full of unknown words": (bytes) => filled(`${"ab ".repeat(20)}\n`, bytes),
  "bad lines of a known account": (bytes) => filled("myA A B\n", bytes),
  "bad lines of a known account, each unlike the others": (bytes) =>
    Array.from({ length: Math.floor(bytes / 10) }, (_, index) => `myA ${index.toString(36).padStart(3, "q")} B`).join(
      "\n",
    ),
  "lines of unknown accounts": (bytes) => filled("A-BUSDT\n", bytes),
  "lines of full-width letters": (bytes) => filled("\uff41\n", bytes),
  "tags that are never closed": (bytes) => filled('tag:"a ', bytes),
};

function filled(unit: string, bytes: number): string {
  return unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));
}
