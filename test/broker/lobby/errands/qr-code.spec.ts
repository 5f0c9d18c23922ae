import { drawQrCode } from '../../../../src/broker/lobby/errands/qr-code.ts';
import { readQrCode } from './read-qr-code.ts';

const uri = `otpauth://totp/alice?secret=${'ABCDEFGH'.repeat(4)}&issuer=bastionhost-cn-78v1ghabcd0`;

describe('a QR code in a terminal', () => {
  it('is read as the text', () => {
    expect(readQrCode(drawQrCode(uri, { columns: 80, rows: 21 })!)).toBe(uri);
  });

  it('leaves room for two lines and a prompt in 80 columns and 24 rows', () => {
    const lines = drawQrCode(uri, { columns: 80, rows: 24 })!.trimEnd().split('\n');
    expect(lines).toHaveLength(21);
  });

  it.each([
    ['40 columns', { columns: 40, rows: 50 }],
    ['20 rows', { columns: 80, rows: 20 }],
    ['a terminal that does not know its size', { columns: 0, rows: 0 }],
  ])('is not drawn where it does not fit: %s', (_what, size) => {
    expect(drawQrCode(uri, size)).toBeUndefined();
  });

  it('is not drawn of a text that no code holds', () => {
    expect(drawQrCode('x'.repeat(5000), { columns: 500, rows: 500 })).toBeUndefined();
  });
});
