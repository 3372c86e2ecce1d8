import type { ConfigurationRecorder, DeliveryChannel } from '@aws-sdk/client-config-service';
import { ConfigurationRecorder$, DeliveryChannel$ } from '@aws-sdk/client-config-service';
import * as z from 'zod';
import { sdkShape, time } from './state-parts.ts';

/** The memory of AWS Config in one Region. */
export const configSeed = z.strictObject({
  /** The account's own recorder: there is one at most. */
  recorder: z
    .strictObject({
      settings: sdkShape<ConfigurationRecorder>(ConfigurationRecorder$),
      recording: z.boolean().default(false),
      started: time.optional(),
      stopped: time.optional(),
    })
    .optional(),
  /** Where what is recorded goes. One at most, too. */
  channel: sdkShape<DeliveryChannel>(DeliveryChannel$).optional(),
  rules: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(128),
        /** When somebody last asked for an evaluation. */
        asked: time.optional(),
      }),
    )
    .default([]),
});

export type ConfigState = z.output<typeof configSeed>;
