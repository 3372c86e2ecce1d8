import type { Commands } from '../run.ts';

/** All commands, loaded when they are called: most need neither the SDK nor a local account. */
export const commands: Commands = {
  replay: async () => (await import('./replay.ts')).replayCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  list: async () => (await import('./list.ts')).listCommand,
  validate: async () => (await import('./validate.ts')).validateCommand,
  schema: async () => (await import('./schema.ts')).schemaCommand,
  approve: async () => (await import('./approve.ts')).approveCommand,
  reject: async () => (await import('./reject.ts')).rejectCommand,
  rollback: async () => (await import('./rollback.ts')).rollbackCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  seal: async () => (await import('./seal.ts')).sealCommand,
  'verify-log': async () => (await import('./verify-log.ts')).verifyLogCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  artifact: async () => (await import('./artifact.ts')).artifactCommand,
  gate: async () => (await import('./gate.ts')).gateCommand,
  'audit-report': async () => (await import('./audit-report.ts')).auditReportCommand,
  trail: async () => (await import('./trail.ts')).trailCommand,
};
