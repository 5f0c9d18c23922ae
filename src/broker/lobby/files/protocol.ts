import { uint32, wireString } from '../../../ssh/wire.ts';

/** The protocol is SFTP version 3 (draft-ietf-secsh-filexfer-02), which every client and server speaks. */
export const protocolVersion = 3;

export const requestTypes = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  extended: 200,
} as const;

/** Whether a handle is asked for. */
export function isOpening(type: number): boolean {
  return type === requestTypes.open || type === requestTypes.opendir;
}

export const replyTypes = {
  version: 2,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 201,
};

export const statusCodes = { ok: 0, eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, unsupported: 8 } as const;

/** A packet: its type, the number after it (of the request; the version in INIT and VERSION), and what follows. */
export interface Packet {
  readonly type: number;
  readonly id: number;
  readonly body: Buffer;
}

/** An entry of a folder as SSH_FXP_NAME carries it. */
export interface Entry {
  readonly name: string | Buffer;
  /** The line of `ls -l`. */
  readonly line: string | Buffer;
  readonly attributes: Buffer;
}

const folderMode = 0o040755;
const permissionsPresent = 4;

/** The attributes of a folder that is ours. */
export const folderAttributes = Buffer.concat([uint32(permissionsPresent), uint32(folderMode)]);
export const noAttributes = uint32(0);

export function encodePacket(type: number, id: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  return Buffer.concat([uint32(length), Buffer.of(type), uint32(id), ...parts], length + 4);
}

export function encodeStatus(id: number, code: number, text: string): Buffer {
  return encodePacket(replyTypes.status, id, uint32(code), wireString(text), wireString('en'));
}

export function encodeHandle(id: number, handle: Buffer): Buffer {
  return encodePacket(replyTypes.handle, id, wireString(handle));
}

export function encodeNames(id: number, entries: readonly Entry[]): Buffer {
  const fields = entries.flatMap(({ name, line, attributes }) => [wireString(name), wireString(line), attributes]);
  return encodePacket(replyTypes.name, id, uint32(entries.length), ...fields);
}

export function encodeAttributes(id: number, attributes: Buffer): Buffer {
  return encodePacket(replyTypes.attributes, id, attributes);
}

/** `extensions`: names and versions. */
export function encodeVersion(extensions: Iterable<readonly [string, string]>): Buffer {
  const pairs = [...extensions].flatMap((pair) => pair.map((text) => wireString(text)));
  return encodePacket(replyTypes.version, protocolVersion, ...pairs);
}
