import fc from 'fast-check';
import { Credit, fullWindow } from '../../src/ssh/credit.ts';
import { ProtocolViolation } from '../../src/ssh/messages.ts';

type Step = { readonly kind: 'receive' | 'adjust'; readonly amount: number };

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('receive' as const, 'adjust' as const),
    amount: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 3_000_000 })),
  }),
  { maxLength: 200 },
);

describe('credit', () => {
  it('never grants more than it can hold, and stalls only when the receiver does', () => {
    const rule = () =>
      fc.assert(
        fc.property(steps, fc.constantFrom(0, 8192), (list, reserve) => {
          const credit = new Credit();
          credit.window = credit.given = fullWindow;
          credit.reserve = reserve;
          for (const { kind, amount } of list) {
            if (kind === 'adjust') credit.adjusted(amount);
            else {
              const length = Math.min(amount, credit.given);
              credit.received(length);
              credit.queued += length;
            }
            const passed = Math.min(credit.usable, credit.queued);
            credit.sent(passed);
            credit.queued -= passed;
            credit.grant();
            expect(credit.given + credit.queued).toBeLessThanOrEqual(fullWindow + credit.usable);
            expect(credit.given).toBeLessThanOrEqual(fullWindow);
            expect(credit.queued > 0 || credit.given > fullWindow / 2 - 1).toBe(true);
          }
        }),
      );
    expect(rule).not.toThrow();
  });

  it('reports data that was not granted, and windows beyond 4 GiB, as violations', () => {
    const credit = new Credit();
    credit.given = 10;
    expect(() => credit.received(11)).toThrow(ProtocolViolation);
    credit.adjusted(0xffff_ffff);
    expect(() => credit.adjusted(1)).toThrow(ProtocolViolation);
  });
});
