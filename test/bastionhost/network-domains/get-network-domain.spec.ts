import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { newAccount } from '../bastion-account.ts';
import { base64, login, master, proxyDomain, shown } from './proxies.ts';

const bastion = await newAccount();

describe('GetNetworkDomain', () => {
  const get = async (NetworkDomainId: unknown, more: Members = {}) =>
    (await bastion.call('GetNetworkDomain', { NetworkDomainId, ...more })).NetworkDomain as Members;
  let made = 0;
  const domain = async (...Proxies: Members[]): Promise<string> => {
    const NetworkDomainName = `domain-${(made += 1)}`;
    const { NetworkDomainId } = await bastion.call('CreateNetworkDomain', {
      ...proxyDomain,
      NetworkDomainName,
      Proxies,
    });
    return NetworkDomainId;
  };

  it.each([['text'], ['number']])('answers with the built-in domain, by its id as %s', async (form) => {
    const id = form === 'text' ? '1' : 1;
    expect(await get(id, { CheckProxyState: 'true' })).toEqual({
      NetworkDomainId: '1',
      NetworkDomainName: 'Default',
      NetworkDomainType: 'Direct',
      Comment: '',
      Default: true,
      Proxies: [],
    });
  });

  describe('with CheckProxyState', () => {
    const sockets: Socket[] = [];
    const servers: Server[] = [];
    afterAll(() => {
      sockets.forEach((socket) => socket.destroy());
      servers.forEach((server) => server.close());
    });

    /** A proxy that says this to whoever connects: a fake, since no real one behaves so badly. */
    async function proxyThat(says: string | undefined): Promise<number> {
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        if (says !== undefined) socket.once('data', () => socket.end(says));
      }).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    }

    const http = (Port: number, more: Members = {}) => ({
      NodeType: 'Master',
      ProxyType: 'HTTPProxy',
      Address: '127.0.0.1',
      Port,
      ...more,
    });

    it.each([
      ['lets us through', 'HTTP/1.1 200 OK\r\n\r\n', 'Available', undefined],
      ['connects elsewhere, but not to itself', 'HTTP/1.1 403 No\r\n\r\n', 'Available', undefined],
      ['refuses the password', 'HTTP/1.1 407 Who\r\n\r\n', 'Unavailable', 'CHECK_PWD_FAILED'],
      ['speaks something else', '220 smtp\r\n\r\n', 'Unavailable', 'UNEXPECTED'],
      ['answers with endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`, 'Unavailable', 'UNEXPECTED'],
      ['hangs up', '', 'Unavailable', 'CHECK_PWD_NETWORK_ERR'],
      ['never answers', undefined, 'Unavailable', 'CHECK_PWD_TIMEOUT'],
    ])('says of a proxy that %s', async (_, says, ProxyState, ProxyStateErrorCode) => {
      const proxy = http(await proxyThat(says), login);
      const id = await domain(proxy);
      expect((await get(id)).Proxies).toEqual([shown(proxy)]);
      const checked = [{ ...shown(proxy), ProxyState, ...(ProxyStateErrorCode && { ProxyStateErrorCode }) }];
      expect((await get(id, { CheckProxyState: 'true' })).Proxies).toEqual(checked);
      // As it was found: nobody is dialled now.
      expect((await get(id, { CheckProxyState: 'false' })).Proxies).toEqual(checked);
    });

    it('says of each of two proxies what is wrong with it, and forgets that with the proxy', async () => {
      const dead = http(1);
      const id = await domain(dead, { ...http(await proxyThat('HTTP/1.1 200 OK\r\n\r\n')), NodeType: 'Slave' });
      const { Proxies } = await get(id, { CheckProxyState: 'true' });
      expect(Proxies).toMatchObject([
        { NodeType: 'Master', ProxyState: 'Unavailable', ProxyStateErrorCode: 'CHECK_PWD_NETWORK_ERR' },
        { NodeType: 'Slave', ProxyState: 'Available' },
      ]);
      await bastion.call('ModifyNetworkDomain', { NetworkDomainId: id, Proxies: [http(2)] });
      expect((await get(id)).Proxies).toEqual([shown(http(2))]);
    });

    it('says nothing of a password that was given while another one was checked', async () => {
      let answer: ((text: string) => void) | undefined;
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        socket.once('data', () => (answer = (text) => void socket.end(text)));
      }).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      const proxy = http((server.address() as AddressInfo).port, login);
      const id = await domain(proxy);
      const check = get(id, { CheckProxyState: 'true' });
      await eventually('the proxy is asked', () => answer !== undefined);
      const Proxies = [{ ...proxy, Password: base64('Proxy-Pass-2') }];
      await bastion.call('ModifyNetworkDomain', { NetworkDomainId: id, Proxies });
      answer!('HTTP/1.1 407 Who\r\n\r\n');
      expect((await check).Proxies).toMatchObject([{ ProxyStateErrorCode: 'CHECK_PWD_FAILED' }]);
      expect((await get(id)).Proxies).toEqual([shown(proxy)]);
    });
  });

  it.each([
    ['no id', { NetworkDomainId: undefined }, 'MissingNetworkDomainId'],
    ['an id that is not one', { NetworkDomainId: '0' }, 'InvalidParameter'],
    ['a check that is neither', { NetworkDomainId: '1', CheckProxyState: 'maybe' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(bastion.call('GetNetworkDomain', parameters))).toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown domain, and one of another account', async () => {
    const other = await newAccount();
    const { NetworkDomainId } = await other.call('CreateNetworkDomain', {
      ...proxyDomain,
      Proxies: [{ ...master, ...login }],
    });
    for (const id of ['999999999', NetworkDomainId]) {
      expect(await refusal(get(id))).toMatchObject({ code: 'NetworkDomainNotFound', status: 404 });
    }
  });
});
