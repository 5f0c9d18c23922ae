import { createServer, type AddressInfo } from 'node:net';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { isUnavailable } from '../../src/database/database-unavailable.ts';

describe('an unavailable database', () => {
  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
    Object.assign(new Error('connection failure'), { code: '08006' }),
    Object.assign(new Error('cannot execute INSERT in a read-only transaction'), { code: '25006' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
  ])('is recognised by %s', (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    Object.assign(new Error('duplicate key'), { code: '23505' }),
    Object.assign(new Error('syntax error'), { code: '42601' }),
    Object.assign(new Error('password authentication failed'), { code: '28P01' }),
    new Error('Connection'),
    'ECONNREFUSED',
    undefined,
  ])('is not recognised by %s', (error) => {
    expect(isUnavailable(error)).toBe(false);
  });

  it('is recognised by a connection that is closed', async () => {
    const hangsUp = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => hangsUp.once('listening', resolve));
    const { port } = hangsUp.address() as AddressInfo;
    const database = new Database(databaseOptions(`postgresql://sallyport@127.0.0.1:${port}/sallyport`));
    const refused: unknown = await database.initialize().catch((error: unknown) => error);
    hangsUp.close();
    expect(isUnavailable(refused)).toBe(true);
  });
});
