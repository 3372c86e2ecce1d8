import { printable } from '../aws/failure.ts';
import { bind } from '../aws/service.ts';
import type { RemediatorEdge } from '../edge.ts';
import type { Answered } from './follow-up.ts';

/**
 * Sets a prioritised recommendation of Trusted Advisor to resolved. It is read first: what somebody has dismissed
 * stays so. Only Trusted Advisor Priority, which takes Enterprise support, knows such recommendations.
 *
 * https://docs.aws.amazon.com/trustedadvisor/latest/APIReference/API_UpdateRecommendationLifecycle.html
 *
 * @throws what Trusted Advisor says
 */
export async function resolveRecommendation(
  { clientFor }: Pick<RemediatorEdge, 'clientFor'>,
  { signal, outcomes }: Answered,
): Promise<string> {
  const recommendationIdentifier = signal.hints.recommendation;
  const { advisorLifecycle } = await import('../aws/trusted-advisor-lifecycle.ts');
  // Trusted Advisor's API is not in every Region, and says the same in all.
  const { advisor } = bind({ advisor: advisorLifecycle }, clientFor, 'us-east-1');
  const { recommendation } = await advisor.GetRecommendation({ recommendationIdentifier });
  switch (recommendation?.lifecycleStage) {
    case 'resolved':
      return 'The recommendation was resolved in Trusted Advisor already.';
    case 'dismissed':
      return 'The recommendation is dismissed in Trusted Advisor, and stays so.';
    default: {
      const actions = outcomes.map(({ id, remediation }) => `${remediation} ${id}`).join(', ');
      await advisor.UpdateRecommendationLifecycle({
        recommendationIdentifier,
        lifecycleStage: 'resolved',
        updateReason: printable(`Redress has read the resource and found it right: ${actions}`, 1000),
      });
      return 'The recommendation is resolved in Trusted Advisor.';
    }
  }
}
