import fc from 'fast-check';
import type { Target } from '../../../src/bastionhost/bastionhost.api.ts';
import { targetAfter, userNamesIn } from '../../../src/broker/login/login-name.ts';

/** Whose login it is among these users, and where to: as the broker decides it. */
function read(text: string, users: readonly string[]): { userName?: string; target?: Target } {
  const userName = userNamesIn(text).find((name) => users.includes(name));
  return userName === undefined ? {} : { userName, target: targetAfter(userName, text) };
}

const named = (host: string, account?: string): Target => ({ kind: 'named', readings: [{ account, host }] });
const unreadable: Target = { kind: 'named', readings: [] };

describe('the user name of an SSH login', () => {
  it.each<[string, readonly string[], string, Target | undefined]>([
    ['alice', ['alice'], 'alice', undefined],
    ['alice@web-01', ['alice'], 'alice', named('web-01')],
    ['alice@root@web-01', ['alice'], 'alice', named('web-01', 'root')],
    ['alice@svc@corp.example@2001:db8::1', ['alice'], 'alice', named('2001:db8::1', 'svc@corp.example')],
    ['alice@CORP\\jdoe@web-01', ['alice'], 'alice', named('web-01', 'CORP\\jdoe')],
    ['alice@root@数据库（主）', ['alice'], 'alice', named('数据库（主）', 'root')],
    ['alice@root@Straße 7', ['alice'], 'alice', named('Straße 7', 'root')],
    ['jane@corp.example', ['jane@corp.example'], 'jane@corp.example', undefined],
    ['jane@corp.example@web-01', ['jane@corp.example', 'jane'], 'jane@corp.example', named('web-01')],
    ['jane@corp.example@web-01', ['jane'], 'jane', named('web-01', 'corp.example')],
    ['jane@corp.example@root@web-01', ['jane@corp.example'], 'jane@corp.example', named('web-01', 'root')],
  ])('%j among %j is of %j', (text, users, userName, target) => {
    expect(read(text, users)).toEqual({ userName, target });
  });

  it.each([
    ['no host', 'alice@'],
    ['no account', 'alice@@web-01'],
    ['an account without a host', 'alice@root@'],
    ['a line break', 'alice@ro\not@web-01'],
    ['NUL', 'alice@root@web\0'],
    ['an escape sequence', 'alice@root@web\u001b]0;x\u0007'],
    ['a full-width letter', 'alice@root@ｗeb-01'],
    ['254 characters', `alice@root@${'a'.repeat(254)}`],
  ])('Z7: with %s behind the user names a target that nobody is connected to', (_, text) => {
    expect(read(text, ['alice'])).toEqual({ userName: 'alice', target: unreadable });
  });

  it.each([
    ['nothing', ''],
    ['a line break', 'al\nice@root@web-01'],
    ['NUL', 'alice\0@root@web-01'],
    ['an escape sequence', '\u001b[2Jalice'],
    ['a C1 control character', 'alice\u009b'],
    ['a bidirectional override', 'alice\u202ebob'],
    ['a zero-width space', 'ali\u200bce'],
    ['an invisible letter', 'alice\u3164'],
    ['a decomposed letter', 'rene\u0301'],
    ['a full-width letter', 'ａlice'],
    ['a full-width at sign', 'alice＠root＠web-01'],
    ['a small at sign', 'alice﹫root'],
    ['a mathematical letter', '𝐚lice'],
    ['invalid UTF-8', 'alice\ufffd'],
    ['half a surrogate pair', 'alice\ud800'],
    ['129 characters', 'a'.repeat(129)],
    ['64 KiB', `alice@root@${'a'.repeat(65_536)}`],
    ['64 Ki at signs', '@'.repeat(65_536)],
  ])('Z7: with %s can be nobody’s', (_, text) => {
    expect(userNamesIn(text)).toEqual([]);
  });

  const piece = fc.stringMatching(/^[a-z0-9_.:\\-]{1,8}$/);
  const pieces = fc.array(piece, { minLength: 1, maxLength: 6 });

  it('is of the longest user that exists, and composed of exactly what was read', () => {
    fc.assert(
      fc.property(pieces, fc.infiniteStream(fc.boolean()), (parts, chooses) => {
        const text = parts.join('@');
        const users = parts.map((_, end) => parts.slice(0, end + 1).join('@')).filter(() => chooses.next().value);
        const { userName, target } = read(text, users);
        expect(userName).toBe(users.at(-1));
        const [reading] = target?.kind === 'named' ? target.readings : [];
        const spelled = [userName, reading?.account, reading?.host].filter((part) => part !== undefined).join('@');
        expect(reading?.host ?? '').not.toContain('@');
        expect(spelled).toBe(userName === undefined ? '' : text);
      }),
    );
  });

  it('asks about the same names whoever exists: all that it can begin with, the longest first', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const prefixes = parts.map((_, end) => parts.slice(0, end + 1).join('@'));
        expect(userNamesIn(parts.join('@'))).toEqual(prefixes.reverse());
      }),
    );
  });

  it('lets no control, invisible or overlong part through, whatever is typed', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 700 });
    const nearlyRight = fc.tuple(noise, noise, noise).map((parts) => parts.join('@'));
    fc.assert(
      fc.property(fc.oneof(noise, nearlyRight, fc.string({ unit: 'grapheme' })), (typed) => {
        for (const userName of userNamesIn(typed)) {
          const target = targetAfter(userName, typed);
          const readings = target?.kind === 'named' ? target.readings : [];
          for (const part of [userName, ...readings.flatMap(({ account, host }) => [account ?? 'none', host])]) {
            expect(part).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
            expect(part.length).toBeLessThanOrEqual(253);
            expect(part).not.toBe('');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
