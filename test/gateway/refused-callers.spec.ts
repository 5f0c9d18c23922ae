import { Logger } from '@nestjs/common';
import { ServiceError } from '../../src/common/service-error.ts';
import type { HttpRequest, Proof } from '../../src/gateway/call.ts';
import { RefusedCallers } from '../../src/gateway/refused-callers.ts';

const proof = { accessKeyId: 'LTAIguessed' } as Proof;
const http = { origin: { address: '192.0.2.1' } } as HttpRequest;
const refusal = new ServiceError('SignatureDoesNotMatch', 400, 'no');

describe('a caller who does not authenticate', () => {
  const lines: unknown[] = [];
  beforeEach(() => {
    lines.length = 0;
    Logger.overrideLogger({ log: () => {}, error: () => {}, warn: (line: unknown) => void lines.push(line) });
  });
  afterEach(() => Logger.overrideLogger(false));

  it('leaves a log line that says who, from where, and why not', () => {
    new RefusedCallers().note(proof, http, refusal);
    expect(lines).toEqual([
      { message: 'caller refused', code: 'SignatureDoesNotMatch', accessKeyId: 'LTAIguessed', source: '192.0.2.1' },
    ]);
  });

  it('leaves at most 20 lines, however often they try', () => {
    const refused = new RefusedCallers();
    for (let attempt = 0; attempt < 1_000; attempt += 1) refused.note(proof, http, refusal);
    expect(lines).toHaveLength(20);
  });

  it('is not blamed for an outage', () => {
    new RefusedCallers().note(proof, http, new Error('the database is away'));
    expect(lines).toEqual([]);
  });
});
