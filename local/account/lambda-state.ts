import * as z from 'zod';

/** The memory of AWS Lambda in one Region. */
export const lambdaSeed = z.strictObject({
  /** What may run at the same time in all; 1,000 unless AWS has been asked for more. */
  concurrency: z.int().nonnegative().default(1000),
  functions: z
    .record(
      z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      z.strictObject({
        /** What is reserved for the function, and all that it gets. */
        reserved: z.int().nonnegative().optional(),
        /** Its code or its settings are being changed; it can't be changed otherwise meanwhile. */
        updating: z.boolean().default(false),
        tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}),
      }),
    )
    .default({}),
});

export type FunctionState = z.output<typeof lambdaSeed>['functions'][string];
