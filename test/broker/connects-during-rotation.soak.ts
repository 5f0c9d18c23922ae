import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Redacted } from '../../src/common/redacted.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const connections = Number(process.env['SOAK_CONNECTIONS'] ?? '10000');
const engineers = 4;

describeWithSshd('connections through the broker', () => {
  let broker: BrokerUnderTest;
  let aliceId: string;
  let privateKey: Redacted<string>;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    aliceId = await broker.engineer('alice');
    const pair = await generateSshKeyPair('ed25519');
    privateKey = pair.privateKey;
    const PublicKey = Buffer.from(pair.publicKey).toString('base64');
    await broker.bastionhost('CreateUserPublicKey', { UserId: aliceId, PublicKeyName: 'laptop', PublicKey });
  });
  afterAll(() => broker.stop());

  /** Pretends that an hour has passed, because the number of rotations per hour is limited. */
  const anHourLater = () =>
    broker.app.database.dataSource.query(`update kms_rotations set created_at = created_at - interval '1 hour'`);

  async function rotateUntil(isOver: () => boolean, { secretName: SecretName }: Server): Promise<number> {
    let rotations = 0;
    while (!isOver()) {
      const VersionId = `v${rotations + 2}`;
      await broker.kms('RotateSecret', { SecretName, VersionId });
      const isCurrent = async () => (await broker.kms('GetSecretValue', { SecretName }))['VersionId'] === VersionId;
      await eventually(`${VersionId} is current`, isCurrent, 120_000);
      rotations += 1;
      await anHourLater();
    }
    return rotations;
  }

  it.each(['password', 'key'] as const)(
    `${connections} of them never fail and make at most two attempts while the %s is rotated without pause`,
    async (credential) => {
      const server = await broker.server(`soak-${credential}`, { credential });
      await broker.grant(aliceId, server);
      const failures: string[] = [];
      let begun = 0;
      let ended = 0;
      const engineer = async () => {
        while (begun < connections) {
          begun += 1;
          const run = await broker.client.ssh(broker.on(server, { privateKey }), 'true', { limit: 120_000 });
          if (run.status !== 0) failures.push(`${run.status} ${said(run)}`);
          ended += 1;
        }
      };
      const rotating = rotateUntil(() => ended >= connections, server);
      await Promise.all(Array.from({ length: engineers }, engineer));
      const rotations = await rotating;
      const attempts = await broker.attemptsOn(server);
      const twice = attempts.filter((number) => number === 2).length;
      process.stdout.write(
        `${ended} connections during ${rotations} rotations of the ${credential}, ${twice} of them in two attempts\n`,
      );
      expect(failures).toEqual([]);
      expect(attempts).toHaveLength(connections);
      expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
    },
  );
});
