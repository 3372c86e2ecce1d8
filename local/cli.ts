#!/usr/bin/env node
// Metrics go to CloudWatch by way of standard output, which here belongs to the command. Read when they are made.
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';

const { endOnBrokenOutput } = await import('./print/stream.ts');
endOnBrokenOutput(process, (code) => process.exit(code));

const { commands } = await import('./commands/index.ts');
const { run } = await import('./run.ts');

const code = await run(commands, process.argv.slice(2), process);
// The durable SDK leaves timers behind for waits that are over in simulated time; nobody waits for them here.
// What has not been written ends the process in its own way, above: 0 would say that it has been.
process.stdout.write('', (error) => {
  if (error === null || error === undefined) process.exit(code);
});
