import { randomPassword } from '../../src/rotation/rotators/random-password.ts';

describe('a new password', () => {
  const passwords = Array.from({ length: 2_000 }, () => randomPassword('ops').reveal());

  it('has 32 characters of four classes and begins with a letter', () => {
    const shape = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[2-9])(?=.*[!#%+,\-./=@^_~])[A-Za-z][\w!#%+,\-./=@^~]{31}$/;
    expect(passwords.filter((password) => !shape.test(password))).toEqual([]);
  });

  it('has no character twice in a row and no three that follow each other', () => {
    const codes = (password: string) => [...password].map((character) => character.charCodeAt(0));
    const steps = (password: string) => codes(password).map((code, index, all) => (all[index + 1] ?? 0) - code);
    const isRun = (step: number, index: number, all: number[]) =>
      step === 0 || (Math.abs(step) === 1 && all[index + 1] === step);
    const hasRun = (password: string) => steps(password).some(isRun);
    expect(passwords.filter(hasRun)).toEqual([]);
  });

  it('does not hold the name of its user, upper or lower case', () => {
    const named = Array.from({ length: 20_000 }, () => randomPassword('aBc').reveal());
    expect(named.filter((password) => /abc/i.test(password))).toEqual([]);
  });

  it('is found for users with names of one letter too', () => {
    expect(randomPassword('a').reveal()).toHaveLength(32);
  });

  it('is not a former one', () => {
    expect(new Set(passwords).size).toBe(passwords.length);
  });
});
