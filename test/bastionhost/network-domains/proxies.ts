import type { Members } from '../../support/api-clients.ts';

export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Proxies that nobody dials (RFC 5737). */
export const master = { NodeType: 'Master', ProxyType: 'SSHProxy', Address: '192.0.2.50', Port: 22 };
export const slave = { NodeType: 'Slave', ProxyType: 'Socks5Proxy', Address: 'proxy.example.com', Port: 1080 };
export const login = { User: 'hop', Password: base64('Proxy-Pass-1') };

/** A domain with a proxy. */
export const proxyDomain = {
  NetworkDomainName: 'branch',
  NetworkDomainType: 'Proxy',
  Proxies: [{ ...master, ...login }],
};

/** How GetNetworkDomain shows a proxy that has not been checked. */
export function shown({ Password, User = '', ...proxy }: Members): Members {
  return { ...proxy, User, HasPassword: Password !== undefined };
}

/** Proxies that no domain may have. */
export const impossibleProxies: readonly (readonly [string, unknown])[] = [
  ['no master', [{ ...slave }]],
  [
    'two masters',
    [
      { ...master, ...login },
      { ...master, ...login },
    ],
  ],
  ['three proxies', [{ ...master, ...login }, slave, slave]],
  ['an SSH proxy without a user', [{ ...master }]],
  ['an SSH proxy without a password', [{ ...master, User: 'hop' }]],
  ['a password without a user', [{ ...slave, NodeType: 'Master', Password: login.Password }]],
  ['a user without a password', [{ ...slave, NodeType: 'Master', User: 'hop' }]],
  ['a user with a line break', [{ ...master, ...login, User: 'hop\nroot' }]],
  ['a user with a colon', [{ ...master, ...login, User: 'hop:root' }]],
  ['a user of 256 bytes', [{ ...master, ...login, User: 'é'.repeat(128) }]],
  ['a password that is not Base64', [{ ...master, ...login, Password: 'Proxy-Pass-1!' }]],
  ['a password of 256 bytes', [{ ...master, ...login, Password: base64('p'.repeat(256)) }]],
  ['a password with a line break', [{ ...master, ...login, Password: base64('a\r\nb') }]],
  ['a password that is not text', [{ ...master, ...login, Password: Buffer.from([0xff, 0xfe]).toString('base64') }]],
  ['an unknown kind of proxy', [{ ...master, ...login, ProxyType: 'Socks4Proxy' }]],
  ['an unknown node', [{ ...master, ...login, NodeType: 'Third' }]],
  ['an address with a blank', [{ ...master, ...login, Address: '10.0.0.1 -x' }]],
  ['port 0', [{ ...master, ...login, Port: 0 }]],
  ['port 65536', [{ ...master, ...login, Port: 65_536 }]],
  ['an unknown member', [{ ...master, ...login, Key: 'x' }]],
  ['a text', 'proxy'],
];
