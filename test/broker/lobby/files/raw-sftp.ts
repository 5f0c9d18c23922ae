import type { Duplex } from 'node:stream';
import { packetsOf } from '../../../../src/broker/lobby/files/packets.ts';
import {
  encodePacket,
  type Packet,
  replyTypes,
  requestTypes as types,
} from '../../../../src/broker/lobby/files/protocol.ts';
import { uint32, WireReader, wireString } from '../../../../src/ssh/wire.ts';

/** A reply, as far as tests ask about it: a status with its text, a name, a handle, or the type of another. */
export interface Reply {
  readonly type: number;
  readonly code?: number;
  readonly text?: string;
  readonly names?: string[];
  readonly handle?: Buffer;
  readonly data?: Buffer;
}

/** An SFTP client that sends what it is told. */
export class RawSftp {
  private readonly packets: AsyncGenerator<Packet>;
  private readonly early = new Map<number, Packet>();
  private next = 0;

  constructor(readonly stream: Duplex) {
    this.packets = packetsOf(stream);
  }

  /** The extensions that the server announces. */
  async begin(): Promise<string[]> {
    this.stream.write(encodePacket(types.init, 3));
    const { value } = (await this.packets.next()) as { value: Packet };
    const texts: string[] = [];
    for (const reader = new WireReader(value.body); !reader.atEnd;) texts.push(reader.text());
    return texts.filter((_text, place) => place % 2 === 0);
  }

  /** Returns the number of the request. */
  send(type: number, ...parts: readonly Buffer[]): number {
    this.stream.write(encodePacket(type, ++this.next, ...parts));
    return this.next;
  }

  ask(type: number, ...parts: readonly (Buffer | string)[]): Promise<Reply> {
    return this.reply(this.send(type, ...parts.map((part) => (typeof part === 'string' ? wireString(part) : part))));
  }

  async reply(id: number): Promise<Reply> {
    while (!this.early.has(id)) {
      const { value, done } = await this.packets.next();
      if (done) throw new Error('the channel has ended');
      this.early.set(value.id, value);
    }
    return read(this.early.get(id)!);
  }

  realpath = (path: string) => this.ask(types.realpath, path);
  stat = (path: string) => this.ask(types.stat, path);
  openFolder = async (path: string) => (await this.ask(types.opendir, path)).handle!;
  close = (handle: Buffer) => this.ask(types.close, wireString(handle));
  extended = (name: string, ...parts: readonly (Buffer | string)[]) => this.ask(types.extended, name, ...parts);

  async open(path: string, flags: number): Promise<Reply> {
    return this.ask(types.open, path, uint32(flags), uint32(0));
  }

  async list(path: string): Promise<string[]> {
    const handle = await this.openFolder(path);
    const names: string[] = [];
    for (;;) {
      const reply = await this.ask(types.readdir, wireString(handle));
      if (!reply.names) break;
      names.push(...reply.names);
    }
    await this.close(handle);
    return names;
  }
}

function read({ type, body }: Packet): Reply {
  const reader = new WireReader(body);
  switch (type) {
    case replyTypes.status:
      return { type, code: reader.uint32(), text: reader.text() };
    case replyTypes.handle:
      return { type, handle: reader.string() };
    case replyTypes.data:
      return { type, data: reader.string() };
    case replyTypes.name:
      return { type, names: Array.from({ length: reader.uint32() }, () => readName(reader)) };
    default:
      return { type };
  }
}

function readName(reader: WireReader): string {
  const name = reader.text();
  reader.text();
  const flags = reader.uint32();
  const sizes: Record<number, number> = { 1: 8, 2: 8, 4: 4, 8: 8 };
  for (const [flag, size] of Object.entries(sizes)) if (flags & Number(flag)) reader.fixed(size);
  return name;
}
