import { correction, generate } from 'lean-qr';
import type { TerminalSize } from '../../../ssh/request-fields.ts';

/** Modules of white around the code. The standard wants 4; readers make do with 2 where the white is white. */
const margin = 2;

/** Black on white, whatever the terminal's colours are: many readers take no inverted code. */
const colours = '\x1b[30;107m';
const noColours = '\x1b[0m';

/** Two modules, the upper and the lower, in each character. */
const glyphs = { 'true true': '█', 'true false': '▀', 'false true': '▄', 'false false': ' ' } as const;

/**
 * The text as a QR code of half blocks, `\n` after each line. Undefined where it does not fit into `size`, or does not
 * fit into any QR code.
 */
export function drawQrCode(text: string, { columns, rows }: TerminalSize): string | undefined {
  if (text.length > 1000) return undefined;
  const code = generate(text, { minCorrectionLevel: correction.L });
  const side = code.size + 2 * margin;
  if (side > columns || Math.ceil(side / 2) > rows) return undefined;
  const isBlack = (x: number, y: number) => code.get(x - margin, y - margin);
  return Array.from({ length: Math.ceil(side / 2) }, (_, row) => {
    const line = Array.from({ length: side }, (_, x) => glyphs[`${isBlack(x, 2 * row)} ${isBlack(x, 2 * row + 1)}`]);
    return `${colours}${line.join('')}${noColours}\n`;
  }).join('');
}
