import * as z from 'zod';

/** The memory of Service Quotas in one Region: by service and quota code, `sagemaker/L-1194D53C`. */
export const serviceQuotasSeed = z.strictObject({
  quotas: z
    .record(
      z.string().regex(/^[a-z0-9-]{1,63}\/L-[0-9A-F]{8}$/),
      z.strictObject({
        name: z.string(),
        value: z.number(),
        adjustable: z.boolean().default(true),
        requests: z
          .array(
            z.strictObject({
              id: z.string(),
              desired: z.number(),
              status: z.enum(['PENDING', 'CASE_OPENED', 'APPROVED', 'DENIED', 'CASE_CLOSED']),
            }),
          )
          .default([]),
      }),
    )
    .default({}),
});

export type QuotaState = z.output<typeof serviceQuotasSeed>['quotas'][string];
