import fc from 'fast-check';
import type { Decision } from '../../../src/broker/relay/verdict.ts';
import type { Side } from '../../../src/broker/relay/effects.ts';
import { encode, ProtocolViolation, type Stream } from '../../../src/ssh/messages.ts';
import { ChannelModel } from './channel-model.ts';
import { fieldsOf, targetRequests, userRequests } from './channel-requests.ts';
import { sendWildly } from './wild-peer.ts';

type Step = (model: ChannelModel) => void;

const sides = fc.constantFrom<Side>('user', 'target');
const lengths = fc.constantFrom(0, 1, 7, 300, 5000, 32_768);
const amounts = fc.constantFrom(0, 1, 50, 4000, 100_000, 2_000_000);
const maxPackets = fc.constantFrom(256, 1000, 32_768, 0xffff_ffff);
const replies = fc.constantFrom<'success' | 'failure'>('success', 'failure');

const data = fc.record({ side: sides, length: lengths, stream: fc.constantFrom<Stream>(0, 1) }).map(
  ({ side, length, stream }): Step =>
    (model) =>
      model.data(side, length, stream),
);
const adjust = fc.record({ side: sides, amount: amounts }).map(
  ({ side, amount }): Step =>
    (model) =>
      model.adjust(side, amount),
);
const request = fc
  .oneof(
    fc.record({ side: fc.constant<Side>('user'), name: fc.constantFrom(...userRequests), wantReply: fc.boolean() }),
    fc.record({ side: fc.constant<Side>('target'), name: fc.constantFrom(...targetRequests), wantReply: fc.boolean() }),
  )
  .map(
    ({ side, name, wantReply }): Step =>
      (model) =>
        model.request(side, name, wantReply),
  );
const answer = fc.record({ side: sides, kind: replies }).map(
  ({ side, kind }): Step =>
    (model) =>
      model.answer(side, kind),
);
const confirm = fc.record({ window: amounts, maxPacket: maxPackets }).map(
  ({ window, maxPacket }): Step =>
    (model) =>
      model.confirm(window, maxPacket),
);
const decision = fc
  .record({
    side: sides,
    decision: fc.constantFrom<Decision>(
      { verdict: 'allow' },
      { verdict: 'deny', rule: 'test' },
      { verdict: 'deny', rule: 'test', text: 'not you' },
    ),
  })
  .map(
    ({ side, decision: answered }): Step =>
      (model) =>
        model.decide(side, answered),
  );
const ending = sides.chain((side) =>
  fc.constantFrom<Step>(
    (model) => model.eof(side),
    (model) => model.close(side),
  ),
);
const arrival = fc.constant<Step>((model) => model.targetArrives());
const failureStep = fc.constantFrom<Step>(
  (model) => model.refuseOpen(),
  (model) => model.loseTarget(),
  (model) => model.noTarget(),
  (model) => model.timeOut(),
  (model) => model.cutOff(),
  (model) => model.giveUp(),
);

const quiet = fc.oneof(
  { arbitrary: data, weight: 8 },
  { arbitrary: adjust, weight: 4 },
  { arbitrary: request, weight: 5 },
  { arbitrary: answer, weight: 4 },
  { arbitrary: decision, weight: 2 },
  { arbitrary: confirm, weight: 1 },
  { arbitrary: arrival, weight: 1 },
);
const lively = fc.oneof(
  { arbitrary: quiet, weight: 12 },
  { arbitrary: ending, weight: 1 },
  { arbitrary: failureStep, weight: 1 },
);
const beginnings = fc.record({ window: amounts, maxPacket: maxPackets, early: fc.boolean() });
const start = ({ window, maxPacket, early }: { window: number; maxPacket: number; early: boolean }) =>
  new ChannelModel(window, maxPacket, early);

const holds =
  <T>(property: fc.IProperty<T>, parameters: fc.Parameters<T>) =>
  () =>
    fc.assert(property, parameters);

/** Checks each property against 50 to 750 random histories of a channel, `times` over. */
export function itKeepsTheRules(times: number): void {
  describe('a channel between peers that follow the protocol', () => {
    it('respects windows, sends nothing after EOF or CLOSE, and keeps bytes and replies in order, whatever they do', () => {
      const rule = holds(
        fc.property(beginnings, fc.array(lively, { maxLength: 120 }), (beginning, steps) => {
          const model = start(beginning);
          for (const step of steps) step(model);
          model.checkOrder();
        }),
        { numRuns: 750 * times },
      );
      expect(rule).not.toThrow();
    });

    it('closes at both ends, whatever happened before', () => {
      const rule = holds(
        fc.property(beginnings, fc.array(lively, { maxLength: 60 }), (beginning, steps) => {
          const model = start(beginning);
          for (const step of steps) step(model);
          model.windUp();
          expect(model.isFinished()).toBe(true);
        }),
        { numRuns: 750 * times },
      );
      expect(rule).not.toThrow();
    });

    it('loses no byte and no reply when nobody leaves early', () => {
      const rule = holds(
        fc.property(beginnings, fc.array(quiet, { maxLength: 80 }), (beginning, steps) => {
          const model = start(beginning);
          for (const step of steps) step(model);
          model.targetArrives();
          model.confirm(100_000, 32_768);
          for (let turn = 0; turn < 200; turn++) {
            for (const side of ['user', 'target'] as const) {
              model.decide(side, { verdict: 'allow' });
              model.answer(side, 'failure');
              model.adjust(side, 1_000_000);
            }
          }
          model.checkOrder();
          if (model.isTakenOver) return;
          expect(model.target.received.length).toBe(model.user.sent.length);
          expect(model.user.received.length).toBe(model.target.sent.length);
          for (const side of ['user', 'target'] as const)
            expect(model.end(side).replies.length).toBe(model.end(side).asked.length);
        }),
        { numRuns: 75 * times },
      );
      expect(rule).not.toThrow();
    });

    it('holds everything after a request while the gate is asked, and passes it in order afterwards', () => {
      const behind = fc.array(fc.oneof({ arbitrary: data, weight: 3 }, { arbitrary: request, weight: 1 }), {
        maxLength: 40,
      });
      const rule = holds(
        fc.property(fc.boolean(), fc.boolean(), behind, (wantReply, closes, steps) => {
          const model = start({ window: 4_000_000, maxPacket: 32_768, early: false });
          model.confirm(4_000_000, 32_768);
          model.request('user', 'asked-exec', wantReply);
          for (const step of steps) step(model);
          model.eof('user');
          if (closes) model.close('user');
          expect([model.target.received, model.target.heardEof, model.target.heardClose]).toEqual([[], false, false]);
          while (model.isAsked)
            for (const side of ['user', 'target'] as const) model.decide(side, { verdict: 'allow' });
          if (model.isTakenOver) return;
          expect(model.target.received).toEqual(model.user.sent);
          expect([model.target.heardEof, model.target.heardClose]).toEqual([true, closes]);
          model.checkOrder();
        }),
        { numRuns: 75 * times },
      );
      expect(rule).not.toThrow();
    });

    it('passes CLOSE on only after the last byte', () => {
      const rule = holds(
        fc.property(
          amounts,
          maxPackets,
          fc.array(data, { minLength: 1, maxLength: 40 }),
          (window, maxPacket, steps) => {
            const model = start({ window, maxPacket, early: false });
            model.confirm(0, 32_768);
            for (const step of steps) step(model);
            model.eof('target');
            model.close('target');
            for (let turn = 0; !model.user.heardClose && turn < 500; turn++) {
              expect(model.user.received.length).toBeLessThan(model.target.sent.length);
              model.adjust('user', 10_000);
            }
            expect(model.user.received.length).toBe(model.target.sent.length);
            expect(model.user.heardEof).toBe(true);
          },
        ),
        { numRuns: 50 * times },
      );
      expect(rule).not.toThrow();
    });
  });

  describe('a channel between peers that follow no rules', () => {
    const anything = fc
      .record({ number: fc.integer({ min: 80, max: 127 }), rest: fc.uint8Array({ maxLength: 40 }) })
      .map(({ number, rest }) => Buffer.from([number, ...rest]));
    const wildData = fc
      .record({
        length: fc.constantFrom(0, 1, 7, 300, 300, 300, 5000, 32_769),
        stream: fc.constantFrom<Stream>(0, 1),
        first: fc.nat(),
      })
      .map(({ length, stream, first }) =>
        Buffer.concat([encode.data(0, stream, length), Buffer.from(Array.from({ length }, (_, at) => first + at))]),
      );
    const wildRequest = fc
      .record({ name: fc.constantFrom(...userRequests, ...targetRequests, 'invented'), wantReply: fc.boolean() })
      .map(({ name, wantReply }) => Buffer.concat([encode.request(0), fieldsOf(name, wantReply)]));
    const payloads = fc.oneof(
      { arbitrary: anything, weight: 1 },
      { arbitrary: wildData, weight: 4 },
      { arbitrary: wildRequest, weight: 4 },
      {
        arbitrary: fc.constantFrom(0, 1, 4000, 2_000_000, 0xffff_ffff).map((amount) => encode.windowAdjust(0, amount)),
        weight: 3,
      },
      {
        arbitrary: fc.constantFrom('eof', 'close', 'success', 'failure').map((kind) => encode.plain(kind, 0)),
        weight: 2,
      },
      {
        arbitrary: fc
          .record({ window: amounts, maxPacket: fc.oneof(maxPackets, fc.constant(1)) })
          .map(({ window, maxPacket }) => encode.openConfirmation(0, 9, window, maxPacket)),
        weight: 1,
      },
      { arbitrary: fc.constant(encode.openFailure(0, 4, 'no more')), weight: 1 },
    );
    const wild = fc.record({ side: sides, payload: payloads }).map(
      ({ side, payload }): Step =>
        (model) =>
          sendWildly(model, side, payload),
    );

    it('follows the rules itself until it reports a violation', () => {
      const rule = holds(
        fc.property(
          beginnings,
          fc.array(fc.oneof({ arbitrary: lively, weight: 3 }, { arbitrary: wild, weight: 1 }), { maxLength: 60 }),
          (beginning, steps) => {
            const model = start(beginning);
            try {
              for (const step of steps) step(model);
            } catch (error) {
              if (!(error instanceof ProtocolViolation)) throw error;
            }
            model.checkOrder();
          },
        ),
        { numRuns: 750 * times },
      );
      expect(rule).not.toThrow();
    });
  });
}
