import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { recordedName } from '../../../src/broker/login/typed-name.ts';

describe('the user name that is written down', () => {
  it('is as it was typed, with escapes for invisible characters', () => {
    expect(recordedName('alice@root@数据库 7')).toBe('alice@root@数据库 7');
    expect(recordedName('al\nice\u001b[2J\u200b\u202e')).toBe('al\\u{a}ice\\u{1b}[2J\\u{200b}\\u{202e}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        expect(recordedName(typed)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });

  it('A14: has no token, wherever it was typed', () => {
    const token = randomBytes(32).toString('base64');
    expect(recordedName(token)).toBe('<token>');
    expect(recordedName(`${token}@root@web-01`)).toBe('<token>@root@web-01');
    expect(recordedName(`${'a'.repeat(100)}@${token}`)).not.toContain(token.slice(0, 10));
  });
});
