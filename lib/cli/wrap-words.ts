/** Words in lines no wider than `width`, one line where nobody tells it; `hang` stands before each line but the first. */
export function wrapWords(words: readonly string[], width?: number, hang = ""): string {
  if (width === undefined) return words.join(" ");
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const line = `${last} ${word}`;
    if (last !== undefined && line.length <= width) lines[lines.length - 1] = line;
    else lines.push(last === undefined ? word : `${hang}${word}`);
  }
  return lines.join("\n");
}
