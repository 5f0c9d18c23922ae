import { DataSource } from 'typeorm';
import { SentStatements } from '../../support/sent-statements.ts';
import { BastionApplication } from '../bastion-application.ts';

/** As many as the database takes parameters in a statement, and some more. */
const many = 70_000;

describe('ListHosts of very many hosts from ECS', () => {
  let bastion: BastionApplication;
  let statements: SentStatements;

  beforeAll(async () => {
    bastion = await BastionApplication.start();
    await bastion.ecsHost('i-first');
    const query = (sql: string) => bastion.app.get(DataSource).query(sql);
    await query(`
      insert into bastion_hosts (account_id, region, instance_id, host_name, comment, os_type, source,
        source_instance_id, source_instance_region, active_address_type, private_address, public_address, port,
        created_at)
      select account_id, region, instance_id, host_name, comment, os_type, source, 'i-gone-' || number,
        source_instance_region, active_address_type, private_address, public_address, port, created_at
      from bastion_hosts, generate_series(1, ${many}) number`);
    statements = new SentStatements(bastion.app, ['ecs_instances']);
  });
  afterAll(() => bastion.stop());

  it.each([
    ['a page', { PageSize: 100 }, many + 1],
    ['those that were released', { SourceInstanceState: 'Release', PageSize: 100 }, many],
  ])('asks the inventory once about %s', async (_what, parameters, total) => {
    let answer = {};
    const texts = await statements.textsOf(async () => {
      answer = await bastion.call('ListHosts', parameters);
    });
    expect(answer).toMatchObject({ TotalCount: total });
    expect(texts).toHaveLength(1);
  });
});
