import { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional, Sensitive, Whole } from '../../../gateway/fields.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import { builtInDomain, type ShownDomain } from '../../network-domains/built-in-domain.ts';
import { nodeTypes, proxyTypes, type NodeType, type ProxyType } from '../../network-domains/network-proxy.entity.ts';
import type { ProxyDraft } from '../../network-domains/proxy-drafts.ts';
import { Address, ProxyUser } from '../bastionhost-fields.ts';

/** A proxy of a domain that is created or changed. */
export class ProxyInput {
  @OneOf(...proxyTypes) ProxyType: ProxyType;
  @OneOf(...nodeTypes) NodeType: NodeType;
  @Address() Address: string;
  @Whole(1, 65_535) Port: number;
  @Optional() @ProxyUser() User?: string;
  /** In Base64. */
  @Optional() @Sensitive(1, 344) Password?: Redacted<string>;
}

/** The members of a domain in every operation that shows domains. */
export class DomainSummary {
  @Member() Comment: string;
  @Member() Default: boolean;
  @Member() NetworkDomainId: string;
  @Member() NetworkDomainName: string;
  @Member() NetworkDomainType: string;
}

export function domainSummary({ id, domainName, domainType, comment }: ShownDomain): DomainSummary {
  return {
    Comment: comment,
    Default: id === builtInDomain.id,
    NetworkDomainId: id,
    NetworkDomainName: domainName,
    NetworkDomainType: domainType,
  };
}

export function proxyDraft({ ProxyType, NodeType, Address, Port, User = '', Password }: ProxyInput): ProxyDraft {
  const password = Password && decode(Password);
  return { proxyType: ProxyType, nodeType: NodeType, address: Address, port: Port, userName: User, password };
}

/** SOCKS5 has room for 255 bytes. */
const maxPasswordBytes = 255;

function decode(encoded: Redacted<string>): Redacted<string> {
  const text = encoded.reveal();
  const bytes = Buffer.from(text, 'base64');
  const password = bytes.toString();
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const isText = Buffer.from(password).equals(bytes) && !/\p{Cc}/u.test(password);
  if (!isBase64 || !isText || bytes.length === 0 || bytes.length > maxPasswordBytes) throw invalidParameter('Proxies');
  return new Redacted(password);
}
