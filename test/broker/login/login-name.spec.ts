import fc from 'fast-check';
import { parseLoginName, escapeInvisible } from '../../../src/broker/login/login-name.ts';

const part = fc.stringMatching(/^[a-zA-Z0-9_.:[\]-]{1,64}$/);

describe('the user name of an SSH login', () => {
  it('names user, account and host', () => {
    expect(parseLoginName('alice@root@web-01')).toEqual({
      userName: 'alice',
      target: { account: 'root', host: 'web-01' },
    });
  });

  it('names a user before the first @ and a host after the last: account names may contain @', () => {
    expect(parseLoginName('alice@svc@corp.example@2001:db8::1')).toEqual({
      userName: 'alice',
      target: { account: 'svc@corp.example', host: '2001:db8::1' },
    });
    expect(parseLoginName('alice@CORP\\jdoe@web-01')?.target?.account).toBe('CORP\\jdoe');
  });

  it('takes host names of other scripts and with blanks in them', () => {
    expect(parseLoginName('alice@root@数据库（主）')?.target?.host).toBe('数据库（主）');
    expect(parseLoginName('alice@root@Straße 7')?.target?.host).toBe('Straße 7');
  });

  it.each(['alice', 'alice@web-01', 'alice@@web-01', 'alice@root@', 'alice@@'])(
    '%j names a user but no target',
    (name) => {
      const parsed = parseLoginName(name);
      expect(parsed?.userName).toBe('alice');
      expect(parsed?.target).toBeUndefined();
    },
  );

  it.each([
    ['nothing', ''],
    ['no user', '@root@web-01'],
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
  ])('with %s names nobody', (_, name) => {
    expect(parseLoginName(name)).toBeUndefined();
  });

  it.each([
    ['a line break', 'alice@ro\not@web-01'],
    ['an escape sequence', 'alice@root@web\u001b]0;x\u0007'],
    ['a full-width letter', 'alice@root@ｗeb-01'],
    ['254 characters', `alice@root@${'a'.repeat(254)}`],
  ])('whose target has %s names no target', (_, name) => {
    expect(parseLoginName(name)).toEqual({ userName: 'alice' });
  });

  it('is composed of exactly what was parsed, whatever the parts are', () => {
    const accounts = fc.array(part, { minLength: 1, maxLength: 2 }).map((pieces) => pieces.join('@').slice(0, 128));
    fc.assert(
      fc.property(part, accounts, part, (userName, account, host) => {
        expect(parseLoginName(`${userName}@${account}@${host}`)).toEqual({ userName, target: { account, host } });
      }),
    );
  });

  it('lets no control, invisible or overlong part through, whatever is typed', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 700 });
    const nearlyRight = fc.tuple(noise, noise, noise).map((parts) => parts.join('@'));
    fc.assert(
      fc.property(fc.oneof(noise, nearlyRight, fc.string({ unit: 'grapheme' })), (typed) => {
        const parsed = parseLoginName(typed);
        if (!parsed) return;
        const parts = [parsed.userName, ...(parsed.target ? [parsed.target.account!, parsed.target.host] : [])];
        for (const each of parts) {
          expect(each).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
          expect(each.length).toBeLessThanOrEqual(253);
          expect(each).not.toBe('');
        }
        expect(parts.length === 1 || parts.join('@') === typed).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is logged as it is, with escapes for invisible characters', () => {
    expect(escapeInvisible('alice@root@数据库 7')).toBe('alice@root@数据库 7');
    expect(escapeInvisible('al\nice\u001b[2J\u200b\u202e')).toBe('al\\u{a}ice\\u{1b}[2J\\u{200b}\\u{202e}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        expect(escapeInvisible(typed)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });
});
