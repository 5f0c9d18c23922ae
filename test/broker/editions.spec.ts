import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';

describeWithSshd('a connection through an imported secret', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });
  afterAll(() => broker.stop());

  const connect = async (edition: Members) => {
    await broker.bastionhost('ModifyInstanceEdition', edition);
    return broker.client.ssh(broker.on(web), 'true');
  };
  const enterprise = { PlanCode: 'cloudbastion_ha', KmsSecretModule: 'Enable' };

  it.each([
    ['Enterprise Edition 3.2.40', { ...enterprise, ImageVersion: '3.2.40' }],
    ['Enterprise Edition 3.2.50', { ...enterprise, ImageVersion: '3.2.50' }],
    ['Basic Edition before 3.2.40', { ...enterprise, PlanCode: 'cloudbastion', ImageVersion: '3.2.9' }],
  ])('is made by %s', async (_, edition) => {
    expect((await connect(edition)).status).toBe(0);
  });

  it.each([
    ['Enterprise Edition before 3.2.40', { ...enterprise, ImageVersion: '3.2.39' }],
    ['an instance without the KMS module', { ...enterprise, ImageVersion: '3.2.50', KmsSecretModule: 'Disable' }],
  ])('is refused by %s, which tells the engineer why', async (_, edition) => {
    const run = await connect(edition);
    expect(said(run)).toContain('the edition of this bastion does not use KMS');
    expect(run.status).toBe(255);
    const last = async () => (await broker.audited('Connect')).at(-1);
    await eventually('the trail has it', async () => (await last())?.['result'] === 'SecretsUnsupported');
  });
});
