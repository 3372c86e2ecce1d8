import { bind } from '../aws/service.ts';
import type { RemediatorEdge } from '../edge.ts';
import type { Answered } from './follow-up.ts';

/**
 * Whether Config, which has told of a rule by its name, sees something else now than it did. What was found right is
 * not asked for again: Config has seen that change itself, or will.
 */
export function isPutRight({ signal, outcomes }: Answered): boolean {
  return signal.hints.configRuleName !== undefined && outcomes.some(({ status }) => status === 'remediated');
}

/**
 * Has AWS Config evaluate the rule again that the signal was about, so that its dashboard agrees with the resource. A
 * rule that evaluates periodically would show the old state for up to a day. Config takes one such request a minute,
 * and none while the rule is being evaluated: both are throttles.
 *
 * https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
 *
 * @throws what the service says
 */
export async function evaluateRule(
  { clientFor }: Pick<RemediatorEdge, 'clientFor'>,
  { signal }: Answered,
): Promise<string> {
  const { configRuleName: name = '' } = signal.hints;
  const { configService } = await import('../aws/config-service.ts');
  const { config } = bind({ config: configService }, clientFor, signal.region);
  try {
    await config.StartConfigRulesEvaluation({ ConfigRuleNames: [name] });
  } catch (error) {
    const isBusy = (error as Error).name === 'ResourceInUseException';
    throw isBusy ? Object.assign(error as Error, { $retryable: { throttling: true } }) : error;
  }
  return `AWS Config evaluates the rule ${name} again.`;
}
