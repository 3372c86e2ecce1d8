import type { Routes } from './route.ts';
import generated from './routes.json' with { type: 'json' };

/** Every remediation's triggers, generated from the remediations themselves (`npm run generate`). */
export const routes = generated as Routes; // JSON knows texts, where a trigger has one of a few
