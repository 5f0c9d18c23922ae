import { uint32, WireReader, wireString } from '../../../ssh/wire.ts';
import type { Handles } from './handles.ts';
import { Malformed } from './packets.ts';
import { pathInFolder } from './places.ts';
import { encodeHandle, encodePacket, isOpening, type Packet, replyTypes, requestTypes as types } from './protocol.ts';
import { encodeRequest, type Request } from './requests.ts';
import type { Errand, TargetFiles } from './target-files.ts';

/** A request that goes to a target, with what it names there. */
export interface Routed {
  readonly request: Request;
  readonly target: TargetFiles;
  readonly folder: string;
  readonly values: readonly Buffer[];
}

/** By the draft. */
const longestHandle = 256;
const slash = Buffer.from('/');

/** How a routed request is put to its target, and the reply to the client. */
export function errandOf(routed: Routed, handles: Handles, done: () => void): Errand {
  return {
    id: routed.request.id,
    type: routed.request.type,
    encode: (id, extensions) => encodeFor(routed, id, extensions),
    answer: (reply) => translateReply(routed, reply, handles),
    done,
  };
}

function encodeFor({ request, values }: Routed, id: number, extensions: ReadonlySet<string>): Buffer | undefined {
  const { extension } = request;
  if (extension === undefined || extensions.has(extension)) return encodeRequest(request, id, values);
  // Announced to every client; a server without it has only the rename of the draft, which replaces nothing.
  if (extension !== 'posix-rename@openssh.com') return undefined;
  return encodeRequest({ ...request, type: types.rename, extension: undefined }, id, values);
}

function translateReply({ request, target, folder }: Routed, { type, body }: Packet, handles: Handles): Buffer {
  const { id } = request;
  if (type === replyTypes.handle) {
    // Each would be kept until the client closes it, which knows of none.
    if (!isOpening(request.type)) throw new Malformed('a handle that was not asked for');
    return encodeHandle(id, handles.add({ target, folder, handle: readHandle(body) }));
  }
  const namesPlace = request.type === types.realpath || request.type === types.readlink;
  if (type === replyTypes.name && namesPlace) return translateName(request, folder, body);
  return encodePacket(type, id, body);
}

function readHandle(body: Buffer): Buffer {
  const handle = new WireReader(body).string();
  if (handle.length > longestHandle) throw new Malformed('a handle that is too long');
  return handle;
}

/** The path, or the text of a link, as the client calls it. What follows the first name stays as it is. */
function translateName({ id, type }: Request, folder: string, body: Buffer): Buffer {
  const reader = new WireReader(body);
  const count = reader.uint32();
  if (count === 0) return encodePacket(replyTypes.name, id, body);
  const name = reader.string();
  const path = type === types.realpath && name[0] !== slash[0] ? Buffer.concat([slash, name]) : name;
  return encodePacket(replyTypes.name, id, uint32(count), wireString(pathInFolder(folder, path)), reader.rest());
}
