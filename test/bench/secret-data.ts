/** The value of every secret in the measurement: 32 characters. */
export const secretData = 'correct-horse-battery-staple-000';
