import { mock } from 'node:test';
import { Nonces } from '../../src/identity/identity.api.ts';
import type { NoncesService } from '../../src/identity/nonces.ts';
import { wireTime } from '../../src/common/clock.ts';
import { call, callV3, send, signedPairs, type Pairs, type WireAnswer } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const listKeys: Pairs = [['Action', 'ListKeys']];
const minute = 60_000;

// Two processes over one database.
describe('a call that was recorded and is sent again', () => {
  let nodes: [TestApplication, TestApplication];
  beforeAll(async () => {
    const first = await startTestApplication();
    nodes = [first, await startTestApplication({ database: first.database })];
  });
  afterAll(async () => {
    await nodes[1].stop();
    await nodes[0].stop();
  });

  const codeOf = ({ status, body }: WireAnswer): string => (status === 200 ? 'taken' : body.Code);
  const used = 'SignatureNonceUsed';
  const advance = (milliseconds: number) => nodes.forEach(({ clock }) => clock.advance(milliseconds));
  /** The service does this once a minute. */
  const cleanUp = () => Promise.all(nodes.map((node) => (node.get(Nonces) as NoncesService).removeExpired()));

  it('is refused by another process than the one that took it', async () => {
    const pairs = signedPairs(nodes[0], listKeys);
    expect(codeOf(await send(nodes[0], pairs))).toBe('taken');
    for (const node of nodes) expect(codeOf(await send(node, pairs))).toBe(used);
  });

  it('is accepted once when it reaches both at the same time, however often', async () => {
    for (let round = 0; round < 20; round += 1) {
      const pairs = signedPairs(nodes[0], listKeys);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => send(nodes[n % 2] as TestApplication, pairs)),
      );
      const taken = answers.map(codeOf).filter((code) => code !== used);
      expect(taken).toEqual(['taken']);
    }
  });

  it('is refused though it is signed in the other way with the same nonce', async () => {
    const nonce = 'one-nonce-two-signatures';
    const headers = { 'x-acs-action': 'ListKeys', 'x-acs-signature-nonce': nonce };
    expect(codeOf(await callV3(nodes[0], { headers }))).toBe('taken');
    expect(codeOf(await callV3(nodes[1], { headers }))).toBe(used);
    expect(codeOf(await call(nodes[1], listKeys, { protocol: { SignatureNonce: nonce } }))).toBe(used);
  });

  it('is refused with its parameters in another order, in another place or with another action, once signed anew', async () => {
    const protocol = { SignatureNonce: 'one-nonce-many-calls' };
    expect(codeOf(await call(nodes[0], listKeys, { protocol }))).toBe('taken');
    expect(codeOf(await call(nodes[0], listKeys, { protocol, method: 'POST', place: 'form' }))).toBe(used);
    expect(codeOf(await call(nodes[1], [['Action', 'ListSecrets']], { protocol }))).toBe(used);
  });

  it('does not use up the nonce for another AccessKey', async () => {
    const { rootAccessKey: credentials } = await nodes[0].another();
    const SignatureNonce = 'one-nonce-two-keys';
    const theirs = {
      protocol: { SignatureNonce, AccessKeyId: credentials.accessKeyId },
      accessKeySecret: credentials.accessKeySecret,
    };
    expect(codeOf(await call(nodes[0], listKeys, { protocol: { SignatureNonce } }))).toBe('taken');
    expect(codeOf(await call(nodes[1], listKeys, theirs))).toBe('taken');
    expect(codeOf(await call(nodes[1], listKeys, theirs))).toBe(used);
  });

  it.each(['n ', ' n', 'n\t', 'n\u00a0', 'n\0', '\u{ff4e}', 'n'.repeat(129)])(
    'is not renewed by a look-alike: the nonce %j is invalid',
    async (SignatureNonce) => {
      expect(codeOf(await call(nodes[0], listKeys, { protocol: { SignatureNonce } }))).toBe('InvalidParameter');
    },
  );

  it('is refused for as long as its time would be, whatever was cleaned up meanwhile', async () => {
    const signedAt = nodes[0].clock.now().getTime();
    // A call dated as far ahead as is allowed stays valid longest.
    const Timestamp = wireTime(new Date(signedAt + 15 * minute - 2_000));
    const pairs = signedPairs(nodes[0], listKeys, { protocol: { Timestamp } });
    expect(codeOf(await send(nodes[0], pairs))).toBe('taken');
    for (let elapsed = 0; elapsed < 29; elapsed += 1) {
      advance(minute);
      await cleanUp();
      expect(codeOf(await send(nodes[elapsed % 2] as TestApplication, pairs))).toBe(used);
    }
    advance(2 * minute);
    await cleanUp();
    expect(codeOf(await send(nodes[0], pairs))).toBe('InvalidTimeStamp.Expired');
  });

  it.each([-31, -20, -1, 1, 14, 30])(
    'is refused after the clock has jumped by %d minutes and back',
    async (minutes) => {
      const pairs = signedPairs(nodes[0], listKeys);
      expect(codeOf(await send(nodes[0], pairs))).toBe('taken');
      advance(minutes * minute);
      await cleanUp();
      expect([used, 'InvalidTimeStamp.Expired']).toContain(codeOf(await send(nodes[1], pairs)));
      advance(-minutes * minute);
      await cleanUp();
      expect(codeOf(await send(nodes[1], pairs))).toBe(used);
    },
  );

  it('is refused after the clock has jumped by hours and back, when nonces were cleaned up in between', async () => {
    const pairs = signedPairs(nodes[0], listKeys);
    expect(codeOf(await send(nodes[0], pairs))).toBe('taken');
    advance(180 * minute);
    await cleanUp();
    advance(-180 * minute);
    expect(codeOf(await send(nodes[1], pairs))).not.toBe('taken');
  });

  it('is forgotten once it could no longer be accepted, whatever the clock does', async () => {
    const SignatureNonce = 'forgotten';
    const known = () => nodes[0].database.dataSource.query('select from nonces where nonce = $1', [SignatureNonce]);
    await call(nodes[0], listKeys, { protocol: { SignatureNonce } });
    advance(32 * minute);
    await cleanUp();
    expect(await known()).toHaveLength(1);
    for (let time = 0; time < 32; time += 1) await cleanUp();
    expect(await known()).toHaveLength(0);
  });

  it.each<[number, string]>([
    [-901_000, 'InvalidTimeStamp.Expired'],
    [-900_000, 'taken'],
    [900_000, 'taken'],
    [901_000, 'InvalidTimeStamp.Expired'],
  ])('is judged to the second: %d ms from now: %s', async (offset, expected) => {
    const { clock } = nodes[0];
    const now = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
    const stopped = mock.method(clock, 'now', () => now);
    const Timestamp = wireTime(new Date(now.getTime() + offset));
    const code = codeOf(await call(nodes[0], listKeys, { protocol: { Timestamp } }));
    stopped.mock.restore();
    expect(code).toBe(expected);
  });

  it.each([
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '2026-11-23T12:11:15+00:00',
    '2026-11-23T12:11:15.000Z',
    '2026-02-30T12:11:15Z',
    '2026-11-23T24:00:01Z',
    '\u{0662}026-11-23T12:11:15Z',
    '2026-11-23T12:11:15Z\n',
    '1e3',
  ])('has a valid time, unlike %j', async (Timestamp) => {
    const answer = await call(nodes[0], listKeys, { protocol: { Timestamp } });
    expect(codeOf(answer)).toMatch(/^InvalidTimeStamp\.(Expired|Format)$/);
  });
});
