import type { ModuleParts } from '../module-parts.ts';
import { Directories } from './directories.ts';
import { DirectoryPasswords } from './directory-passwords.ts';
import { DirectoryVerification } from './directory-verification.ts';

export const directoriesParts: ModuleParts = {
  entities: [],
  inner: [Directories, DirectoryPasswords],
  shown: [DirectoryVerification],
};
