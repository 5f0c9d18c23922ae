/** The rotation cannot continue as things are. The message says what an administrator has to do. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}
