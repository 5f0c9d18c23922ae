import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, type MessageParser } from 'ldapts';

/** Where a directory answers. */
export interface DirectoryAddress {
  readonly host: string;
  readonly port: number;
  /** LDAPS; otherwise StartTLS, where the server has it. */
  readonly isSsl: boolean;
  /** PEM; undefined: the authorities that Node.js trusts. */
  readonly ca?: string;
}

const startTls = '1.3.6.1.4.1.1466.20037';

/**
 * An LDAP client for servers that nobody vouches for. It hangs up once a server has answered more than `answerBytes` in
 * all: ldapts would keep any number of bytes, and it calls itself for each message in them, so that one packet of
 * thousands ends the process with a stack overflow (observed with 8.0.17).
 */
export class LimitedClient extends Client {
  private readonly tls: ConnectionOptions;

  constructor({ host, port, isSsl, ca }: DirectoryAddress, answerBytes: number) {
    // The certificate is compared with `host`, which ldapts passes on for LDAPS alone.
    const tls = {
      ca,
      host,
      servername: isIP(host) ? '' : host,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    } as const;
    super({ url: `${isSsl ? 'ldaps' : 'ldap'}://directory:${port}`, ...(isSsl ? { tlsOptions: tls } : {}) });
    this.tls = tls;
    // ldapts reads the groups of an IPv6 address in a URL as decimal numbers, and would dial another address.
    Object.assign(this, { host });
    this.limitAnswers(answerBytes);
  }

  /** Whether the server says that it knows StartTLS. */
  async offersTls(): Promise<boolean> {
    const { searchEntries } = await this.search('', { scope: 'base', attributes: ['supportedExtension'] });
    return searchEntries.some((rootDse) => Object.values(rootDse).flat().includes(startTls));
  }

  /** Continues under TLS, by StartTLS. */
  async continueUnderTls(): Promise<void> {
    await this.startTLS({ ...this.tls });
    // Sent in plain, perhaps by someone else, it would be read as the beginning of what the server says under TLS.
    if (this.parser['buffer']) throw new Error('the directory said more in plain');
  }

  /** Hangs up without a farewell, which a server that hangs might never let out. */
  close(reason?: Error): void {
    const socket: Socket | undefined = this['socket'];
    socket?.destroy(reason);
  }

  private get parser(): MessageParser {
    return this['messageParser'];
  }

  private limitAnswers(most: number): void {
    const { parser } = this;
    const read = parser.read.bind(parser);
    let received = 0;
    parser.read = (data, requests) => {
      received += data.length;
      if (received > most) this.close(new Error('the directory answers too much'));
      else read(data, requests);
    };
  }
}
