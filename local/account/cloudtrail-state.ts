import * as z from 'zod';

/** CloudTrail's own records of management events, as its event history keeps them; nothing is added by itself. */
export const cloudtrailHistory = z.array(z.record(z.string(), z.json()));
