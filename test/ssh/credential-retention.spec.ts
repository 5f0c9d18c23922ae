import { runProgram } from '../support/service-process.ts';

describe('an open connection with a target', () => {
  it('holds no credential after the login', async () => {
    const { stdout, stderr } = await runProgram('test/ssh/credential-retention.ts', {});
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ heldText: true, passwordText: false, keyText: false, open: 2, kept: 32 });
  });
});

describe('an open connection of a user', () => {
  it('holds neither the password nor the name of the login', async () => {
    const { stdout, stderr } = await runProgram('test/ssh/login-retention.ts', {});
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      heldText: true,
      userNameText: false,
      passwordText: false,
      typedText: false,
      open: 2,
      kept: 32,
    });
  });
});
