import type {
  StartConfigRulesEvaluationRequest,
  StartConfigRulesEvaluationResponse,
} from '@aws-sdk/client-config-service';
import * as client from '@aws-sdk/client-config-service';
import { recorderOperations } from './config-recorder.ts';
import { ServiceFault } from './errors.ts';
import { changeRegion, readRegion } from './region.ts';
import type { Handler, Simulation } from './simulation.ts';

/** Milliseconds between two requests for an evaluation: Config takes one a minute. */
const between = 60_000;

const startConfigRulesEvaluation: Handler<StartConfigRulesEvaluationRequest, StartConfigRulesEvaluationResponse> = (
  { ConfigRuleNames: names = [] },
  context,
) => {
  if (names.length < 1 || names.length > 25) {
    throw new ServiceFault('InvalidParameterValueException', 'ConfigRuleNames must have between 1 and 25 items');
  }
  const { rules } = readRegion(context).config;
  const missing = names.find((name) => rules.every((rule) => rule.name !== name));
  if (missing !== undefined) {
    const message = `The ConfigRule ${missing} provided in the request is invalid. Please check the configRule name.`;
    throw new ServiceFault('NoSuchConfigRuleException', message);
  }
  const since = context.now.getTime() - between;
  if (rules.some(({ name, asked = '' }) => names.includes(name) && Date.parse(asked) > since)) {
    throw new ServiceFault('LimitExceededException', 'An evaluation of the rules was asked for within the last minute');
  }
  const { config } = changeRegion(context);
  const asked = context.now.toISOString();
  config.rules = config.rules.map((rule) => (names.includes(rule.name) ? { ...rule, asked } : rule));
  return {};
};

/** AWS Config: its recorder, where that delivers to, and evaluations of rules on request. */
export const configService: Simulation = {
  service: 'ConfigService',
  client: { ...client },
  Exception: client.ConfigServiceServiceException,
  operations: { ...recorderOperations, StartConfigRulesEvaluation: startConfigRulesEvaluation },
};
