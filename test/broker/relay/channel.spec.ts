import { encode, ProtocolViolation } from '../../../src/ssh/messages.ts';
import { wireString } from '../../../src/ssh/wire.ts';
import { ChannelModel } from './channel-model.ts';
import { fieldsOf } from './channel-requests.ts';

type Step = (model: ChannelModel) => void;

const start = ({ window, maxPacket, early }: { window: number; maxPacket: number; early: boolean }) =>
  new ChannelModel(window, maxPacket, early);

describe('the end of a channel', () => {
  it('passes the exit status to a client that closed early: its CLOSE is answered after the server closes', () => {
    const model = start({ window: 1000, maxPacket: 32_768, early: false });
    model.confirm(1000, 32_768);
    model.request('user', 'exec', true);
    model.answer('target', 'success');
    model.eof('target');
    model.eof('user');
    model.close('user');
    expect([model.target.heardClose, model.user.heardClose]).toEqual([true, false]);
    model.request('target', 'exit-status', false);
    model.close('target');
    expect(model.passed.map(({ name }) => name)).toEqual(['exec', 'exit-status']);
    expect([model.user.heardClose, model.isFinished()]).toEqual([true, true]);
  });

  it("answers the server's requests for a client that has closed", () => {
    const model = start({ window: 1000, maxPacket: 32_768, early: false });
    model.confirm(0, 32_768);
    model.data('user', 300, 0);
    model.close('user');
    model.request('target', 'keepalive@openssh.com', true);
    expect([model.target.replies, model.target.heardClose]).toEqual([['failure'], false]);
    model.adjust('target', 300);
    expect(model.target.heardClose).toBe(true);
  });

  it('carries out the request of a client that closed before the server was connected', () => {
    const model = start({ window: 1000, maxPacket: 32_768, early: true });
    model.request('user', 'exec', true);
    model.data('user', 300, 0);
    model.close('user');
    model.targetArrives();
    model.confirm(1000, 32_768);
    expect([model.passed.map(({ name }) => name), model.target.received.length]).toEqual([['exec'], 300]);
    expect([model.target.heardClose, model.user.heardClose]).toEqual([true, false]);
  });
});

describe('a channel whose gate is asked', () => {
  it('carries out an allowed request of a client that has closed meanwhile', () => {
    const model = start({ window: 1000, maxPacket: 32_768, early: true });
    model.request('user', 'asked-exec', true);
    model.close('user');
    expect([model.user.heardClose, model.isFinished()]).toEqual([false, false]);
    model.targetArrives();
    model.confirm(1000, 32_768);
    model.decide('user', { verdict: 'allow' });
    expect([model.passed.map(({ name }) => name), model.target.heardClose]).toEqual([['asked-exec'], true]);
  });

  it('closes for a client that has closed and whose request is denied', () => {
    const model = start({ window: 1000, maxPacket: 32_768, early: true });
    model.request('user', 'asked-exec', true);
    model.close('user');
    model.decide('user', { verdict: 'deny', rule: 'test' });
    expect([model.user.replies, model.user.heardClose, model.isFinished()]).toEqual([['failure'], true, true]);
  });

  it('shows its final text even while the server is held', () => {
    const model = start({ window: 100_000, maxPacket: 32_768, early: false });
    model.confirm(1000, 32_768);
    model.request('target', 'asked-status', false);
    model.loseTarget();
    expect([model.user.ownWords, model.user.heardClose]).toEqual(['lost\n', true]);
  });
});

describe('a channel that we serve instead of the server', () => {
  const taken = (step: Step): ChannelModel => {
    const model = start({ window: 100_000, maxPacket: 32_768, early: true });
    model.request('user', 'pty-req', true);
    step(model);
    return model;
  };

  it.each<[string, Step]>([
    ['there is no server', (model) => model.noTarget()],
    [
      'the server did not answer in time',
      (model) => {
        model.targetArrives();
        model.timeOut();
        model.confirm(1000, 1000);
        model.close('target');
      },
    ],
    [
      'the server refuses',
      (model) => {
        model.targetArrives();
        model.refuseOpen();
      },
    ],
    [
      'the server is lost',
      (model) => {
        model.targetArrives();
        model.loseTarget();
      },
    ],
  ])('waits for its request, says why and ends with 255 when %s', (_name, step) => {
    const model = taken(step);
    expect([model.user.heardClose, model.user.ownWords]).toEqual([false, '']);
    model.request('user', 'shell', true);
    expect(model.user.replies).toEqual(['success', 'success']);
    expect(model.user.ownWords).toMatch(/^\r\n.+\r\n$/);
    expect(model.passed.map(({ fields }) => fields.subarray(-4).readUInt32BE())).toEqual([255]);
    expect([model.user.heardEof, model.user.heardClose]).toEqual([true, true]);
    model.close('user');
    expect(model.isFinished()).toBe(true);
  });

  it('ends a command that the gate refuses with 126, with plain line ends where there is no terminal, and the server sees nothing of it', () => {
    const model = start({ window: 100_000, maxPacket: 32_768, early: true });
    model.request('user', 'bad-exec', true);
    expect(model.user.replies).toEqual(['success']);
    expect(model.user.ownWords).toBe('the command contains a NUL character\n');
    expect(model.passed.map(({ fields }) => fields.subarray(-4).readUInt32BE())).toEqual([126]);
    model.close('user');
    model.targetArrives();
    expect([model.isFinished(), model.wasAskedToOpen]).toEqual([true, false]);
  });

  it('waits with its text until there is room for it', () => {
    const model = start({ window: 5, maxPacket: 32_768, early: true });
    model.noTarget();
    model.request('user', 'exec', true);
    expect([model.user.ownWords, model.user.heardClose]).toEqual(['no se', false]);
    model.adjust('user', 100);
    expect([model.user.ownWords, model.user.heardClose]).toEqual(['no server\n', true]);
  });

  it('shows its final text in the part of the window that the server cannot use', () => {
    const model = start({ window: 100_000, maxPacket: 32_768, early: false });
    model.confirm(1000, 1000);
    for (let turn = 0; turn < 10; turn++) model.data('target', 32_768, 0);
    expect(model.user.window).toBe(8192);
    model.cutOff();
    expect([model.user.ownWords, model.user.heardClose, model.target.heardClose]).toEqual(['the end\n', true, true]);
  });

  it('leaves a client with a small window seven eighths of it', () => {
    const model = start({ window: 800, maxPacket: 32_768, early: false });
    model.confirm(1000, 1000);
    model.data('target', 32_768, 0);
    expect(model.user.window).toBe(100);
  });
});

describe('a channel whose peer breaks the protocol', () => {
  it.each([
    [
      'more data than the window',
      'more data than the window allows',
      (model: ChannelModel) => {
        for (let sent = 0; sent <= 300_000; sent += 30_000) model.receive('user', dataPayload(30_000));
      },
    ],
    [
      'a message larger than announced',
      'too large',
      (model: ChannelModel) => model.receive('user', dataPayload(32_769)),
    ],
    [
      'data after EOF',
      'data after EOF',
      (model: ChannelModel) => {
        model.eof('user');
        model.receive('user', dataPayload(1));
      },
    ],
    [
      'a message after CLOSE',
      'a message after CLOSE',
      (model: ChannelModel) => {
        model.close('user');
        model.receive('user', dataPayload(1));
      },
    ],
    [
      'a window beyond 4 GiB',
      'a window beyond 4 GiB',
      (model: ChannelModel) => {
        model.receive('user', Buffer.from([93, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));
        model.receive('user', Buffer.from([93, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));
      },
    ],
    [
      'a reply without a request',
      'a reply without a request',
      (model: ChannelModel) => model.receive('user', Buffer.from([99, 0, 0, 0, 0])),
    ],
    [
      'endless early requests',
      'too many',
      (model: ChannelModel) => {
        for (let turn = 0; turn < 200; turn++) model.request('user', 'window-change', false);
      },
    ],
    [
      'endless unanswered requests',
      'too many unanswered requests',
      (model: ChannelModel) => {
        model.targetArrives();
        model.confirm(1000, 1000);
        const ask = Buffer.concat([encode.request(0), fieldsOf('signal', true)]);
        for (let turn = 0; turn < 200; turn++) {
          model.noteRequest('user', 'signal', true);
          model.receive('user', ask);
        }
      },
    ],
    [
      'a confirmation with packets of size 0',
      'a maximum packet size of 0',
      (model: ChannelModel) => {
        model.targetArrives();
        model.confirm(1000, 0);
      },
    ],
  ])('reports %s as a violation', (_name, message, misbehave) => {
    const model = start({ window: 1000, maxPacket: 32_768, early: true });
    expect(() => misbehave(model)).toThrow(ProtocolViolation);
    expect(() => misbehave(start({ window: 1000, maxPacket: 32_768, early: true }))).toThrow(message);
  });

  it.each([
    ['CLOSE', encode.plain('close', 0)],
    ['EOF', encode.plain('eof', 0)],
    ['a window adjustment', encode.windowAdjust(0, 1)],
    ['data', dataPayload(0)],
    ['a request', Buffer.concat([encode.request(0), wireString('shell'), Buffer.from([0])])],
  ])('reports %s for a channel that is not confirmed yet as a violation', (_name, payload) => {
    const model = start({ window: 1000, maxPacket: 32_768, early: false });
    expect(() => model.receive('user', payload)).toThrow(ProtocolViolation);
  });

  it.each([0, 1, 255])('does not open with a maximum packet size of %i', (maxPacket) => {
    expect(() => start({ window: 1000, maxPacket, early: true })).toThrow(ProtocolViolation);
  });

  function dataPayload(length: number): Buffer {
    const payload = Buffer.alloc(9 + length, 0xff);
    payload.fill(0, 0, 5);
    payload[0] = 94;
    payload.writeUInt32BE(length, 5);
    return payload;
  }
});
