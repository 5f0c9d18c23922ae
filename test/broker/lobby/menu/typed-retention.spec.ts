import { runProgram } from '../../../support/service-process.ts';

describe('a session with an account whose password the engineer typed', () => {
  it('holds the password no longer than the login takes', async () => {
    const { stdout, stderr } = await runProgram('test/broker/lobby/menu/typed-retention.ts', {});
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      heldText: true,
      typedText: false,
      started: ['password of 32', 'shell'],
      kept: 32,
    });
  });
});
