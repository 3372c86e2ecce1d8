import { defineConfig } from 'vitest/config';
import { policyFile, policyModule } from './local/stack/policy-module.ts';
import { ownProcess as own } from './test/kit/own-process.ts';

// The scripts take the Node 24 that is among the dependencies; a direct call may take the machine's own.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`tests need Node 24, and this is ${process.version}: use "npm test"`);
}

export default defineConfig({
  plugins: [
    {
      // As the build does it.
      name: 'policy-imports',
      transform: (text, id) =>
        policyFile.test(id) ? `export default JSON.parse(${JSON.stringify(policyModule(text))})` : undefined,
    },
  ],
  test: {
    // The others share a process with those before them, as events share a warm Lambda: no module keeps anything
    // that would tell. Half of the time would go into loading the SDK for each file.
    projects: [
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: own, isolate: false } },
      { extends: true, test: { name: 'own', include: own } },
    ],
    setupFiles: ['test/kit/afterwards.ts', 'test/kit/patterns.ts'],
    // No test says how fast anything is; this only ends one that hangs, on a busy machine, too.
    // Both cores of a small machine.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No test may reach a network: what looks like credentials leads nowhere.
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
      // They would go to standard output; a test that wants them says so.
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts', 'functions/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
