import 'reflect-metadata';
import { KeyObject, X509Certificate as ReadCertificate, createPrivateKey, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';
import { Redacted } from '../common/redacted.ts';
import type { Certificate } from './certificate.ts';

// Every client with TLS 1.2 can check ECDSA on P-256.
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
/** Lets clients with slow clocks use a certificate immediately. */
const backdatedMs = dayMs;

export interface Validity {
  readonly from: Date;
  readonly days: number;
}

/** A new authority that certifies servers only, and no further authorities. */
export async function makeAuthority(name: string, validity: Validity): Promise<Certificate> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...periodOf(validity),
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...(await commonExtensions(keys.publicKey)),
    ],
  });
  return { chain: pem(certificate), privateKey: exported(keys.privateKey) };
}

/** A certificate for a server with these names and addresses, with a new key. */
export async function certify(
  authority: Certificate,
  names: readonly string[],
  validity: Validity,
): Promise<Certificate> {
  const issuer = new X509Certificate(authority.chain);
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.create({
    ...periodOf(validity),
    subject: [{ CN: ['Sallyport'] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await imported(authority.privateKey),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(await commonExtensions(keys.publicKey)),
    ],
  });
  return { chain: pem(certificate), privateKey: exported(keys.privateKey) };
}

/** Whether a certificate belongs to this key and is signed by it. */
export function isSelfSigned({ chain, privateKey }: Certificate): boolean {
  const certificate = new ReadCertificate(chain);
  return (
    certificate.checkPrivateKey(createPrivateKey(privateKey.reveal())) && certificate.verify(certificate.publicKey)
  );
}

async function commonExtensions(publicKey: webcrypto.CryptoKey): Promise<Extension[]> {
  return [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    await SubjectKeyIdentifierExtension.create(publicKey),
  ];
}

function periodOf({ from, days }: Validity): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(from.getTime() - backdatedMs),
    notAfter: new Date(from.getTime() + days * dayMs),
  };
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function exported(key: webcrypto.CryptoKey): Redacted<string> {
  return new Redacted(KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString());
}

function imported(privateKey: Redacted<string>): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(privateKey.reveal()).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
