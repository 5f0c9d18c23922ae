import { WireReader, wireString } from '../../../ssh/wire.ts';
import { Malformed } from './packets.ts';
import { encodePacket, type Packet, requestTypes } from './protocol.ts';

/**
 * What a request names, in the order of its fields. `link` is the text of a symbolic link; a number is so many bytes
 * that say nothing about where.
 */
type Field = 'path' | 'link' | 'handle' | number;

/** Of a request that names something; what follows the last field is passed on as it is. */
const fieldsByType: Readonly<Record<number, readonly Field[]>> = {
  [requestTypes.open]: ['path'],
  [requestTypes.close]: ['handle'],
  [requestTypes.read]: ['handle'],
  [requestTypes.write]: ['handle'],
  [requestTypes.lstat]: ['path'],
  [requestTypes.fstat]: ['handle'],
  [requestTypes.setstat]: ['path'],
  [requestTypes.fsetstat]: ['handle'],
  [requestTypes.opendir]: ['path'],
  [requestTypes.readdir]: ['handle'],
  [requestTypes.remove]: ['path'],
  [requestTypes.mkdir]: ['path'],
  [requestTypes.rmdir]: ['path'],
  [requestTypes.realpath]: ['path'],
  [requestTypes.stat]: ['path'],
  [requestTypes.rename]: ['path', 'path'],
  [requestTypes.readlink]: ['path'],
  // OpenSSH's order, which its clients and all that follow it use; the draft has it the other way round.
  [requestTypes.symlink]: ['link', 'path'],
};

interface Extension {
  readonly version: string;
  readonly fields: readonly Field[];
}

/** OpenSSH's extensions whose names and handles can be translated (PROTOCOL, section 4, in OpenSSH's source). */
const extensions: ReadonlyMap<string, Extension> = new Map([
  ['posix-rename@openssh.com', { version: '1', fields: ['path', 'path'] }],
  ['statvfs@openssh.com', { version: '2', fields: ['path'] }],
  ['fstatvfs@openssh.com', { version: '2', fields: ['handle'] }],
  ['hardlink@openssh.com', { version: '1', fields: ['path', 'path'] }],
  ['fsync@openssh.com', { version: '1', fields: ['handle'] }],
  ['lsetstat@openssh.com', { version: '1', fields: ['path'] }],
  ['copy-data', { version: '1', fields: ['handle', 16, 'handle'] }],
]);

/** Names and versions, as VERSION announces them. */
export const announcedExtensions = [...extensions].map(([name, { version }]) => [name, version] as const);

export interface NamedField {
  readonly kind: Field;
  readonly value: Buffer;
}

export interface Request {
  readonly type: number;
  readonly id: number;
  /** The name of an extension. */
  readonly extension?: string;
  readonly fields: readonly NamedField[];
  readonly rest: Buffer;
  /** Bytes of the packet, which count until the request is answered. */
  readonly size: number;
}

/** The longest request that is not a WRITE, as the draft has it for a whole packet. */
const longestOther = 34_000;

/** Undefined for a request, or an extension, that is not known here. @throws Malformed */
export function readRequest({ type, id, body }: Packet): Request | undefined {
  if (type !== requestTypes.write && body.length > longestOther)
    throw new Malformed(`a request of ${body.length} bytes`);
  const reader = new WireReader(body);
  try {
    const extension = type === requestTypes.extended ? reader.text() : undefined;
    const kinds = extension === undefined ? fieldsByType[type] : extensions.get(extension)?.fields;
    if (!kinds) return undefined;
    const fields = kinds.map((kind) => ({ kind, value: readField(reader, kind) }));
    return { type, id, extension, fields, rest: reader.rest(), size: body.length };
  } catch (error) {
    if (error instanceof RangeError) throw new Malformed(`request ${type} is truncated`);
    throw error;
  }
}

function readField(reader: WireReader, kind: Field): Buffer {
  if (typeof kind === 'number') return reader.fixed(kind);
  const value = reader.string();
  if (kind !== 'handle' && value.includes(0)) throw new Malformed('a path with a NUL character');
  return value;
}

/** The same request under another number, naming other things. */
export function encodeRequest(request: Request, id: number, values: readonly Buffer[]): Buffer {
  const { type, extension, fields, rest } = request;
  const named = fields.map(({ kind }, place) =>
    typeof kind === 'number' ? values[place]! : wireString(values[place]!),
  );
  const name = extension === undefined ? [] : [wireString(extension)];
  return encodePacket(type, id, ...name, ...named, rest);
}
