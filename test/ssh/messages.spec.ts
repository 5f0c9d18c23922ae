import fc from 'fast-check';
import { decode, encode, ProtocolViolation } from '../../src/ssh/messages.ts';
import { exitStatus } from '../../src/ssh/request-fields.ts';
import { uint32, wireString } from '../../src/ssh/wire.ts';

const numbers = fc.integer({ min: 0, max: 0xffff_ffff });
const blobs = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

/** The number of bytes that were read; all of them when the payload was refused. */
function lengthOf(payload: Buffer): number {
  try {
    return decode(payload).raw.length;
  } catch (error) {
    if (error instanceof ProtocolViolation) return payload.length;
    throw error;
  }
}

describe('the codec', () => {
  it('reads back what it writes', () => {
    const rule = () =>
      fc.assert(
        fc.property(numbers, numbers, numbers, numbers, blobs, (one, two, three, four, blob) => {
          const open = Buffer.concat([encode.open('session', one, two, three), blob]);
          expect(decode(open)).toMatchObject({
            kind: 'open',
            type: 'session',
            sender: one,
            window: two,
            maxPacket: three,
            data: blob,
          });
          expect(decode(encode.openConfirmation(one, two, three, four))).toMatchObject({
            kind: 'open-confirmation',
            recipient: one,
            sender: two,
            window: three,
            maxPacket: four,
          });
          expect(decode(encode.openFailure(one, two, 'no'))).toMatchObject({
            recipient: one,
            reason: two,
            description: 'no',
          });
          expect(decode(encode.windowAdjust(one, two))).toMatchObject({
            kind: 'window-adjust',
            recipient: one,
            amount: two,
          });
          for (const stream of [0, 1] as const) {
            const data = Buffer.concat([encode.data(one, stream, blob.length), blob]);
            expect(decode(data)).toMatchObject({ kind: 'data', recipient: one, stream, data: blob });
          }
          const request = Buffer.concat([encode.request(one), exitStatus(two).fields]);
          expect(decode(request)).toMatchObject({
            kind: 'request',
            name: 'exit-status',
            wantReply: false,
            data: uint32(two),
          });
          for (const kind of ['eof', 'close', 'success', 'failure'] as const) {
            expect(decode(encode.plain(kind, one))).toMatchObject({ kind, recipient: one });
          }
        }),
      );
    expect(rule).not.toThrow();
  });

  it('reads any bytes or reports a violation, and never reads beyond them', () => {
    const rule = () =>
      fc.assert(
        fc.property(fc.integer({ min: 80, max: 127 }), fc.uint8Array({ maxLength: 60 }), (number, rest) => {
          const surrounding = Buffer.from([1, 2, number, ...rest, 3, 4]);
          expect(lengthOf(surrounding.subarray(2, -2))).toBe(rest.length + 1);
        }),
        { numRuns: 5000 },
      );
    expect(rule).not.toThrow();
  });

  it.each([
    ['data shorter than its length', Buffer.concat([Buffer.from([94]), uint32(1), uint32(5), Buffer.alloc(4)])],
    ['data longer than its length', Buffer.concat([Buffer.from([94]), uint32(1), uint32(5), Buffer.alloc(6)])],
    ['extended data of another type', Buffer.concat([Buffer.from([95]), uint32(1), uint32(2), wireString('x')])],
    ['EOF with more behind it', Buffer.concat([Buffer.from([96]), uint32(1), Buffer.alloc(1)])],
    ['a truncated CLOSE', Buffer.from([97, 0, 0])],
    ['an empty name', Buffer.concat([Buffer.from([80]), wireString(''), Buffer.from([0])])],
    ['a name of 65 characters', Buffer.concat([Buffer.from([80]), wireString('x'.repeat(65)), Buffer.from([0])])],
    ['a name with an escape', Buffer.concat([Buffer.from([80]), wireString('x\u001b'), Buffer.from([0])])],
    ['a number that nobody assigned', Buffer.from([101, 0, 0, 0, 0])],
    ['another one', Buffer.from([83])],
  ])('refuses %s', (_name, payload) => {
    expect(() => decode(payload)).toThrow(ProtocolViolation);
  });
});
