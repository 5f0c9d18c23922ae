import { BrokerService } from '../../src/broker/broker.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { ProxyingWay } from '../support/proxying-way.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

describeWithPrograms(['ssh'], 'an engineer behind a proxy of SALLYPORT_PROXY_PROTOCOL_FROM', () => {
  let app: TestApplication;
  let client: OpensshClient;
  let way: ProxyingWay;
  beforeAll(async () => {
    app = await startTestApplication({ settings: { SALLYPORT_PROXY_PROTOCOL_FROM: '127.0.0.0/8' } });
    client = await OpensshClient.create();
    const { port } = app.get(BrokerService).address;
    way = await ProxyingWay.to(port, 'PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n');
  });
  afterAll(async () => {
    await Promise.all([app.stop(), client.close(), way.close()]);
  });

  it('A10: has their own address in the audit trail', async () => {
    const login = { port: way.port, user: 'nobody@ops@web-01', password: new Redacted('wrong') };
    const { stderr } = await client.ssh(login, 'true');
    expect(stderr).toContain('Permission denied');
    const addresses = () =>
      app.database.dataSource.query(`select source_address from audit_events where action = 'Login'`);
    await eventually('the login is on record', async () => (await addresses()).length > 0);
    expect(await addresses()).toEqual([{ source_address: '203.0.113.9' }]);
  });
});
