type Cell = string | number;

export function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

export function note(text: string): void {
  process.stdout.write(`  ${text}\n`);
}

/** Prints rows under their headings, with the first column aligned left and the others right. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const lines = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  for (const line of lines) process.stdout.write(`  ${line.map(pad).join('   ').trimEnd()}\n`);
}

/** A number with three significant digits, or with all digits before the point where there are more. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
