import fc from 'fast-check';
import { passwordTypes, randomSecretPassword } from '../../../src/kms/secrets/random-secret-password.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { ramUser } from '../ram-callers.ts';

type TypeName = keyof typeof passwordTypes;
const names = Object.keys(passwordTypes) as TypeName[];
const all = Object.values(passwordTypes).join('');

describe('GetRandomPassword', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const get = async (parameters: Members = {}): Promise<string> =>
    (await kms.call('GetRandomPassword', parameters)).RandomPassword;
  const hasSome = (password: string, type: TypeName) =>
    [...password].some((each) => passwordTypes[type].includes(each));

  describe('answers', () => {
    it('32 characters with each type among them, different each time', async () => {
      const passwords = await Promise.all(Array.from({ length: 20 }, () => get()));
      expect(new Set(passwords).size).toBe(20);
      for (const password of passwords) {
        expect(password).toHaveLength(32);
        for (const type of names) expect(hasSome(password, type)).toBe(true);
      }
    });

    it('of the requested length', async () => {
      for (const PasswordLength of ['8', '128'])
        expect(await get({ PasswordLength })).toHaveLength(Number(PasswordLength));
    });

    it.each([
      ['ExcludeLowercase', 'lowercase'],
      ['ExcludeUppercase', 'uppercase'],
      ['ExcludeNumbers', 'numbers'],
      ['ExcludePunctuation', 'punctuation'],
    ] as const)('none of a type with %s', async (name, type) => {
      expect(hasSome(await get({ [name]: 'true', PasswordLength: '128' }), type)).toBe(false);
    });

    it('none of the characters that are excluded', async () => {
      const password = await get({ ExcludeCharacters: 'abcABC012 \\"', PasswordLength: '128' });
      expect(password).not.toMatch(/[abcABC012 \\"]/);
    });

    it('and writes it nowhere', async () => {
      const password = await get();
      const [row] = (await kms.audited('GetRandomPassword')).slice(-1);
      expect(row).toMatchObject({ result: 'OK' });
      expect(JSON.stringify(row)).not.toContain(password);
    });
  });

  describe('its passwords', () => {
    const rules = fc.record({
      length: fc.integer({ min: 8, max: 128 }),
      types: fc.subarray(names),
      without: fc.array(fc.constantFrom(...all), { maxLength: 60 }).map((characters) => characters.join('')),
      requireEach: fc.boolean(),
    });

    it('keep every combination of rules', () => {
      const outcome = fc.check(
        fc.property(rules, (each) => {
          const left = each.types.map((type) => [...passwordTypes[type]].filter((one) => !each.without.includes(one)));
          const password = randomSecretPassword(each)?.reveal();
          if (left.flat().length === 0) return password === undefined;
          const isAllowed = [...password!].every((character) => left.flat().includes(character));
          const hasEach = left.every(
            (set) => set.length === 0 || set.some((character) => password!.includes(character)),
          );
          return password!.length === each.length && isAllowed && (hasEach || !each.requireEach);
        }),
        { numRuns: 500 },
      );
      expect(outcome).toMatchObject({ failed: false });
    });

    it('have every character equally often in every position', () => {
      const counts = new Map<string, number>();
      const rounds = 4_000;
      for (let round = 0; round < rounds; round += 1) {
        const password = randomSecretPassword({ length: 32, types: names, without: '', requireEach: false })!.reveal();
        for (const character of password) counts.set(character, (counts.get(character) ?? 0) + 1);
      }
      const expected = (rounds * 32) / all.length;
      const chiSquared = [...all].reduce((sum, each) => sum + ((counts.get(each) ?? 0) - expected) ** 2 / expected, 0);
      // 93 degrees of freedom: above 180 less than once in ten million runs.
      expect(chiSquared).toBeLessThan(180);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PasswordLength', '7'],
        ['PasswordLength', '129'],
        ['PasswordLength', 'long'],
        ['ExcludeLowercase', 'yes'],
        ['ExcludeCharacters', 'é'],
        ['ExcludeCharacters', all.repeat(2)],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(get({ [name]: value }))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    });

    it('rules that leave no character', async () => {
      const types = { ExcludeLowercase: 'true', ExcludeUppercase: 'true', ExcludePunctuation: 'true' };
      const call = get({ ...types, ExcludeCharacters: '0123456789' });
      await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses the caller', () => {
    it('whose policies name only secrets', async () => {
      const ofSecrets = await ramUser(kms, [{ Action: 'kms:*', Resource: 'acs:kms:*:*:secret*' }]);
      const call = ofSecrets.kms.request('GetRandomPassword');
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
      const allowed = await ramUser(kms, [{ Action: 'kms:GetRandomPassword' }]);
      expect((await allowed.kms.request('GetRandomPassword')).RandomPassword).toHaveLength(32);
    });
  });
});
