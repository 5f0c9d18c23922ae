import jsQr from 'jsqr';

/** Pixels for a module: readers need some. */
const scale = 4;
const escapes = new RegExp(`${'\x1b'}\\[[\\d;]*m`, 'g');

/** What a phone reads from the half blocks on a terminal; undefined: it finds no QR code. */
export function readQrCode(screen: string): string | undefined {
  const lines = screen
    .replaceAll(escapes, '')
    .split(/\r?\n/)
    .filter((line) => /[█▀▄]/.test(line) || /^ {30,}$/.test(line));
  const modules = lines.flatMap((line) => [
    Array.from(line, (glyph) => '█▀'.includes(glyph)),
    Array.from(line, (glyph) => '█▄'.includes(glyph)),
  ]);
  const width = Math.max(0, ...modules.map(({ length }) => length)) * scale;
  const height = modules.length * scale;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (modules[Math.floor(y / scale)]![Math.floor(x / scale)])
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return jsQr.default(pixels, width, height)?.data;
}
