import { agentcore } from './agentcore.ts';
import { bedrockAgent } from './bedrock-agent.ts';
import { bedrock } from './bedrock.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatchLogs } from './cloudwatch-logs.ts';
import { configService } from './config-service.ts';
import { ec2 } from './ec2.ts';
import { eventbridge } from './eventbridge.ts';
import { iam } from './iam.ts';
import { inspector2 } from './inspector2.ts';
import { lambda } from './lambda.ts';
import { s3 } from './s3.ts';
import { sagemaker } from './sagemaker.ts';
import { securityHub } from './security-hub.ts';
import { serviceQuotas } from './service-quotas.ts';
import { trustedAdvisor } from './trusted-advisor.ts';
import type { Simulation } from './simulation.ts';

/** Every service that the local account simulates. */
export const simulations: readonly Simulation[] = [
  agentcore,
  bedrock,
  bedrockAgent,
  cloudtrail,
  cloudwatchLogs,
  configService,
  ec2,
  eventbridge,
  iam,
  inspector2,
  lambda,
  s3,
  sagemaker,
  securityHub,
  serviceQuotas,
  trustedAdvisor,
];

export function findSimulation(service: string): Simulation | undefined {
  return simulations.find((simulation) => simulation.service === service);
}
