import { Logger } from '@nestjs/common';
import { Accounts } from '../../src/identity/identity.api.ts';
import type { Members, ProductName } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

describe('parameters that any call may carry', () => {
  const lines: unknown[] = [];
  let app: TestApplication;
  let InstanceId: string;
  beforeAll(async () => {
    app = await startTestApplication();
    InstanceId = (await app.pop('bastionhost').request('DescribeInstances', {}))['Instances'][0].InstanceId;
    Logger.overrideLogger({ log: (line: unknown) => void lines.push(line), error: () => {}, warn: () => {} });
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await app.stop();
  });

  const lists: [ProductName, string, () => Members][] = [
    ['bastionhost', 'ListHosts', () => ({ InstanceId })],
    ['kms', 'ListSecrets', () => ({})],
    ['ecs', 'DescribeInstances', () => ({ RegionId: 'cn-hangzhou' })],
    ['ram', 'ListUsers', () => ({})],
  ];
  const code = (product: ProductName, action: string, parameters: Members): Promise<string> =>
    app
      .pop(product)
      .request(action, parameters)
      .then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );

  it.each(lists)('change no answer of %s where they name what exists', async (product, action, needed) => {
    const own = app.get(Accounts).primaryAccountId();
    const harmless = [
      { AcceptLanguage: 'zh-CN', Lang: 'zh', SourceIp: '192.0.2.1' },
      { OwnerId: own, ResourceOwnerId: own, OwnerAccount: '', ResourceOwnerAccount: '' },
      { ProjectId: '', OperationProjectId: '' },
    ];
    for (const more of harmless) expect(await code(product, action, { ...needed(), ...more })).toBe('answered');
  });

  it.each(lists)(
    'are refused by %s where the vendor would answer about something else',
    async (product, action, needed) => {
      const elsewhere = [
        { ProjectId: '999' },
        { OperationProjectId: '1' },
        { OwnerId: '1234567890123456' },
        { ResourceOwnerId: '1234567890123456' },
        { OwnerAccount: 'somebody@example.com' },
        { ResourceOwnerAccount: 'somebody@example.com' },
      ];
      for (const more of elsewhere)
        expect(await code(product, action, { ...needed(), ...more })).toMatch(/^InvalidParameter/);
    },
  );

  it('are named in the log with the request id where the answer does not name them', async () => {
    const call = app.pop('bastionhost').request('ListHosts', { InstanceId, ProjectId: 'a-value' });
    const { data } = await call.then(
      () => ({ data: {} as Members }),
      (error: { data: Members }) => error,
    );
    expect(data).toMatchObject({ Code: 'InvalidParameter', Message: 'The argument is invalid.' });
    const ofRequest = lines.filter((line) => (line as Members)['requestId'] === data['RequestId']);
    expect(ofRequest).toEqual([
      { message: 'a parameter was refused', requestId: data['RequestId'], parameter: 'ProjectId' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('a-value');
  });
});
