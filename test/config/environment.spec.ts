import { resolve } from 'node:path';
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
    expect(environment.disposable).toBe(false);
    expect(environment.databaseUrl).toBeUndefined();
    expect(environment.accountId).toBeUndefined();
    expect(environment.tlsFiles).toBeUndefined();
    expect(environment.tlsNames).toEqual([]);
    expect(environment.ldapCaFile).toBeUndefined();
    expect(environment.mail).toBeUndefined();
    expect(environment.trustedProxies.includes('127.0.0.1')).toBe(false);
  });

  it('turn the path of a file into an absolute one', () => {
    const { ldapCaFile } = readEnvironment({ SALLYPORT_LDAP_CA_FILE: 'ca.pem' });
    expect(ldapCaFile).toBe(resolve('ca.pem'));
  });

  it('name a mail server and a sender, or neither, and show no password', () => {
    const mail = { SALLYPORT_SMTP_URL: 'smtp://bastion:canary@mail:587', SALLYPORT_MAIL_FROM: 'bastion@example.com' };
    const environment = readEnvironment(mail);
    expect(environment.mail?.from).toBe('bastion@example.com');
    expect(environment.mail?.smtpUrl.reveal()).toBe('smtp://bastion:canary@mail:587');
    expect(inspect(environment, { depth: 5 })).not.toContain('canary');
    for (const name of Object.keys(mail))
      expect(problemsOf({ ...mail, [name]: '' })).toEqual([
        'SALLYPORT_SMTP_URL and SALLYPORT_MAIL_FROM must be set together',
      ]);
  });

  it.each([
    ['SALLYPORT_SMTP_URL', 'mail.example.com'],
    ['SALLYPORT_SMTP_URL', 'http://mail.example.com'],
    ['SALLYPORT_SMTP_URL', 'smtp://mail.example.com?tls.rejectUnauthorized=false'],
    ['SALLYPORT_SMTP_URL', 'smtp://canary:canary@'],
    ['SALLYPORT_SMTP_URL', 'smtp://canary:%@mail'],
    ['SALLYPORT_MAIL_FROM', 'Bastion <bastion@example.com>'],
    ['SALLYPORT_MAIL_FROM', 'a@example.com,b@example.com'],
  ])('refuse %s=%s', (name, value) => {
    const mail = { SALLYPORT_SMTP_URL: 'smtp://mail', SALLYPORT_MAIL_FROM: 'bastion@example.com' };
    expect(problemsOf({ ...mail, [name]: value })[0]).toMatch(`${name} must be`);
  });

  it('name both files of a certificate or neither, and with them no names for our own', () => {
    const files = { SALLYPORT_TLS_CERT_FILE: '/tls/cert.pem', SALLYPORT_TLS_KEY_FILE: '/tls/key.pem' };
    expect(readEnvironment(files).tlsFiles).toEqual({ certificate: '/tls/cert.pem', privateKey: '/tls/key.pem' });
    for (const name of Object.keys(files))
      expect(problemsOf({ [name]: '/tls/x.pem' })).toEqual([
        'SALLYPORT_TLS_CERT_FILE and SALLYPORT_TLS_KEY_FILE must be set together',
      ]);
    expect(problemsOf({ ...files, SALLYPORT_TLS_NAMES: 'kms' })).toEqual([
      'SALLYPORT_TLS_NAMES and SALLYPORT_TLS_CERT_FILE cannot both be set',
    ]);
  });

  it.each([
    'kms.example.com',
    'kms',
    '*.example.com',
    '192.0.2.1',
    '2001:db8::1',
    'my_service',
    'xn--bcher-kva.example',
  ])('accept %s as a name of the service', (name) => {
    expect(readEnvironment({ SALLYPORT_TLS_NAMES: `a, ${name}  b,` }).tlsNames).toEqual(['a', name, 'b']);
  });

  it.each([
    'bücher.example',
    'a..b',
    '.a',
    'a.',
    '-a',
    '*',
    'a.*.b',
    '*a.b',
    '192.0.2',
    '192.0.2.256',
    'a:443',
    'https://a',
    'fe80::1%eth0',
    'a'.repeat(64),
    'a.'.repeat(127) + 'aa',
  ])('do not accept %s as one', (name) => {
    expect(problemsOf({ SALLYPORT_TLS_NAMES: name })).toEqual(['SALLYPORT_TLS_NAMES must be host names and addresses']);
  });

  it('name trusted proxies by address and by network', () => {
    const { trustedProxies } = readEnvironment({ SALLYPORT_TRUSTED_PROXIES: '192.0.2.1,10.0.0.0/8 2001:db8::/32' });
    const inside = ['192.0.2.1', '10.255.0.1', '2001:db8:1::1'];
    const outside = ['192.0.2.2', '11.0.0.1', '2001:db9::1', 'x', ''];
    expect([...inside, ...outside].filter((address) => trustedProxies.includes(address))).toEqual(inside);
  });

  it.each([
    'proxy',
    '10.0.0.0/33',
    '10.0.0/8',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8/8',
    'fe80::1%eth0',
    '10.0.0.1:80',
  ])('do not trust %s', (entry) => {
    expect(problemsOf({ SALLYPORT_TRUSTED_PROXIES: `192.0.2.1, ${entry}` })).toEqual([
      expect.stringMatching(/^SALLYPORT_TRUSTED_PROXIES must be addresses and networks/),
    ]);
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

  it('are refused with a list of all wrong ones, without their values', () => {
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
      SALLYPORT_LEGACY_SSH_ALGORITHMS: 'yes',
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
      'SALLYPORT_LEGACY_SSH_ALGORITHMS',
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
