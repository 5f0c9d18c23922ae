import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { percentile } from './statistics.ts';

/** The result of one run of requests; latencies in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const headersEnd = Buffer.from('\r\n\r\n');

/** Sends prepared requests over keep-alive connections, one at a time on each, until all are answered. */
export async function load(port: number, requests: readonly Buffer[], connections: number): Promise<LoadResult> {
  const startedAt = performance.now();
  const latencies = await latenciesOf(port, requests, connections);
  return {
    perSecond: (requests.length * 1000) / (performance.now() - startedAt),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

/**
 * The milliseconds that each request took. All must be answered with one of the statuses. Written on plain sockets,
 * since a full HTTP client would take more of the machine than the server under test.
 */
export async function latenciesOf(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  statuses: readonly number[] = [200],
): Promise<Float64Array> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const latencies = new Float64Array(requests.length);
  let next = 0;
  const drive = async (socket: Socket) => {
    const answers = new AnswerReader(socket, statuses);
    for (let index = next++; index < requests.length; index = next++) {
      const sentAt = performance.now();
      socket.write(requests[index] as Buffer);
      await answers.next();
      latencies[index] = performance.now() - sentAt;
    }
  };
  await Promise.all(sockets.map(drive));
  sockets.forEach((socket) => socket.destroy());
  return latencies;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Reads one answer after another. Each must have one of the statuses and state its length in the headers. */
class AnswerReader {
  private received: Buffer = Buffer.alloc(0);
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(
    socket: Socket,
    private readonly statuses: readonly number[],
  ) {
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', (error) => this.reject(error));
    socket.on('close', () => this.reject(new Error('the server closed a connection')));
  }

  next(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headersLength = this.received.indexOf(headersEnd);
    if (headersLength < 0) return;
    const headers = this.received.toString('latin1', 0, headersLength);
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(headers) ?? [];
    if (this.received.length < headersLength + headersEnd.length + Number(length)) return;
    const text = this.received.toString();
    this.received = Buffer.alloc(0);
    const status = Number(headers.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    if (this.statuses.includes(status) && length !== undefined) this.resolve();
    else this.reject(new Error(`an unexpected answer: ${text.slice(0, 400)}`));
  }
}
