import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { browserInVpc } from './browser-in-vpc.ts';
import { browserRecorded } from './browser-recorded.ts';
import { codeInterpreterInVpc } from './code-interpreter-in-vpc.ts';
import { gatewayAuthorised } from './gateway-authorised.ts';
import { gatewayEncrypted } from './gateway-encrypted.ts';
import { memoryEncrypted } from './memory-encrypted.ts';
import { runtimeInVpc } from './runtime-in-vpc.ts';

export const remediations: readonly Remediation[] = [
  browserInVpc,
  browserRecorded,
  codeInterpreterInVpc,
  gatewayAuthorised,
  gatewayEncrypted,
  memoryEncrypted,
  runtimeInVpc,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('agentcore', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
