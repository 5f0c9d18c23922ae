import { inspect } from 'node:util';
import { InvalidSettings, readEnvironment } from '../../src/config/environment.ts';
import { formatListenAddress, parseListenAddress } from '../../src/config/listen-address.ts';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as InvalidSettings).problems;
  }
}

describe('the settings', () => {
  it('have the documented defaults', () => {
    const environment = readEnvironment({});
    expect(environment.httpListen).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(environment.sshListen).toEqual({ host: '127.0.0.1', port: 60022 });
    expect(environment.dataDir).toMatch(/^\/.*\/data$/);
    expect(environment.region).toBe('cn-hangzhou');
    expect(environment.logLevel).toBe('info');
    expect(environment.drainMs).toBe(20_000);
    expect(environment.databaseUrl).toBeUndefined();
    expect(environment.accountId).toBeUndefined();
  });

  it('count an empty variable as unset', () => {
    expect(readEnvironment({ DATABASE_URL: '', SALLYPORT_REGION: '' })).toEqual(readEnvironment({}));
  });

  it('are frozen', () => {
    expect(Object.isFrozen(readEnvironment({}))).toBe(true);
  });

  it('show no secret when printed', () => {
    const environment = readEnvironment({
      DATABASE_URL: 'postgresql://sallyport:canary@db/sallyport',
      SALLYPORT_MASTER_KEY: Buffer.alloc(32, 'canary').toString('base64'),
      SALLYPORT_NEW_MASTER_KEY: Buffer.alloc(32, 'canary').toString('base64'),
      SALLYPORT_ACCESS_KEY_ID: 'LTAI5tExample',
      SALLYPORT_ACCESS_KEY_SECRET: 'canary-canary-canary',
    });
    expect(inspect(environment, { depth: 9 }) + JSON.stringify(environment)).not.toMatch(/canary|Y2FuYXJ5/);
    expect(environment.rootAccessKey?.secret.reveal()).toBe('canary-canary-canary');
    expect(environment.masterKey?.reveal()).toHaveLength(32);
  });

  it('are refused with the list of every wrong one and without its value', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://canary',
      SALLYPORT_HTTP_LISTEN: '8080',
      SALLYPORT_MASTER_KEY: 'canary',
      SALLYPORT_MASTER_KEY_FILE: '/run/secrets/master-key',
      SALLYPORT_ACCESS_KEY_ID: 'LTAI5tExample',
      SALLYPORT_ACCOUNT_ID: '1',
      SALLYPORT_REGION: 'CN Hangzhou',
      SALLYPORT_LOG_LEVEL: 'loud',
      SALLYPORT_DRAIN_SECONDS: '-1',
      SALLYPORT_REGOIN: 'cn-hangzhou',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SALLYPORT_HTTP_LISTEN',
      'DATABASE_URL',
      'SALLYPORT_MASTER_KEY',
      'SALLYPORT_MASTER_KEY',
      'SALLYPORT_ACCESS_KEY_ID',
      'SALLYPORT_ACCOUNT_ID',
      'SALLYPORT_REGION',
      'SALLYPORT_LOG_LEVEL',
      'SALLYPORT_DRAIN_SECONDS',
      'SALLYPORT_REGOIN',
    ]);
    expect(problems.join()).not.toContain('canary');
  });
});

describe('a listen address', () => {
  it.each(['127.0.0.1:0', 'localhost:65535', '[::1]:8080', '[::]:0', '0.0.0.0:22', '[fe80::1%eth0]:22'])(
    'may be %s',
    (text) => {
      const address = parseListenAddress(text);
      expect(address && formatListenAddress(address)).toBe(text);
    },
  );

  it.each(['8080', ':8080', '::1:8080', 'host:', 'host:65536', 'host:-1', 'ho st:1', '[::1]', '[host]:1', 'host:1:2'])(
    'may not be %s',
    (text) => {
      expect(parseListenAddress(text)).toBeUndefined();
    },
  );
});
