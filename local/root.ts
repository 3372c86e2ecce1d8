import { dirname } from 'node:path';

/** Where serverless.yml, policy.yml and events/ lie, wherever the command was called from. */
export const projectRoot = dirname(import.meta.dirname);
