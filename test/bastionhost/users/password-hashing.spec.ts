import { Redacted } from '../../../src/common/redacted.ts';
import { PasswordHashing } from '../../../src/bastionhost/users/password-hashing.ts';
import { passwordCost } from '../../../src/bastionhost/users/scrypt-cost.ts';
import { processorTime } from '../../support/processor-time.ts';

describe('password hashing', () => {
  const hashing = new PasswordHashing(passwordCost);

  it('verifies with the parameters that stand in the hash', async () => {
    // scrypt('secret', 'sixteen salt 123', N=1024, r=4, p=2), computed by Python's hashlib.
    const stored = '$scrypt$ln=10,r=4,p=2$c2l4dGVlbiBzYWx0IDEyMw==$i0vzdIzSND31/xy6R89FGVx2ppRKY7SGSBkMEhhIuGw=';
    await expect(hashing.verify(new Redacted('secret'), stored)).resolves.toBe(true);
    await expect(hashing.verify(new Redacted('Secret'), stored)).resolves.toBe(false);
  });

  it.each([undefined, '', '$scrypt$', '$2b$10$abcdefghijklmnopqrstuv', 'secret'])(
    'is false for the hash %j',
    async (stored) => {
      await expect(hashing.verify(new Redacted('secret'), stored)).resolves.toBe(false);
    },
  );

  it('is false, without work, for a client that has left when its turn comes', async () => {
    const stored = await hashing.hash(new Redacted('secret'));
    const verify = (isWanted: boolean) =>
      hashing.verify(new Redacted('secret'), stored, { address: '192.0.2.1', isWanted: () => isWanted });
    const ofOne = await processorTime(() => expect(verify(true)).resolves.toBe(true));
    const ofHundred = await processorTime(async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => verify(false)));
      expect(new Set(answers)).toEqual(new Set([false]));
    });
    expect(ofHundred).toBeLessThan(ofOne * 20);
  });

  it('does not block the event loop', async () => {
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 1);
    await Promise.all([1, 2, 3, 4].map(() => hashing.hash(new Redacted('secret'))));
    clearInterval(counter);
    expect(turns).toBeGreaterThan(1);
  });
});
