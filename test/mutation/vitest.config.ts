import { defineConfig, mergeConfig } from 'vitest/config';
import everything from '../../vitest.config.ts';

/** The tests that are there to notice when a guard, a limit, a claim or an approval no longer holds. */
const include = [
  'test/shared/ledger/**/*.test.ts',
  'test/shared/pipeline/**/*.test.ts',
  'test/shared/policy/{kill-switch,decide,protective}.test.ts',
  'test/functions/operations/{answers,approv*}.test.ts',
  'test/suites/{approvals,flapping,limits,rollback}.test.ts',
];

const { projects: _, ...test } = everything.test ?? {};

export default mergeConfig(
  { ...everything, test },
  defineConfig({
    test: {
      include,
      isolate: true,
      env: {
        REDRESS_FIXTURES: 's3-bucket-public-access-blocked,cloudtrail-trail-logging,sagemaker-endpoint-encrypted',
      },
    },
  }),
);
