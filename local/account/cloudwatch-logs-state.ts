import * as z from 'zod';
import { tags, time } from './state-parts.ts';

/** The memory of CloudWatch Logs in one Region: log groups, as far as their encryption goes. */
export const logsSeed = z.strictObject({
  groups: z
    .record(
      z.string().regex(/^[\w#./-]{1,512}$/),
      z.strictObject({
        kmsKeyId: z.string().optional(),
        created: time.default('2026-01-15T09:00:00.000Z'),
        tags: tags.default([]),
      }),
    )
    .default({}),
});

export type LogGroupState = z.output<typeof logsSeed>['groups'][string];
