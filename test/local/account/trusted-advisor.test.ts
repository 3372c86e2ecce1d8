import { describe, expect, it } from 'vitest';
import { initialState } from '../../../local/account/initial.ts';
import { createWorld } from './world.ts';

const { trustedadvisor = { plan: true, recommendations: [] } } = initialState().regions['us-east-1'] ?? {};
const [first] = trustedadvisor.recommendations;
const id = first?.recommendation.id ?? '';
const world = () => createWorld({ regions: { 'us-east-1': { trustedadvisor } } }).inVirginia.trustedAdvisor;

describe('Trusted Advisor', () => {
  it('gives a recommendation by id or ARN', async () => {
    const { recommendation } = await world().GetRecommendation({ recommendationIdentifier: id });
    const again = await world().GetRecommendation({ recommendationIdentifier: recommendation?.arn });

    expect(recommendation?.description).toBe('AWS Lambda Functions Using Deprecated Runtimes.');
    expect(again.recommendation).toEqual(recommendation);
  });

  it('lists recommendations in pages, by status', async () => {
    const one = await world().ListRecommendations({ maxResults: 2 });
    const two = await world().ListRecommendations({ maxResults: 2, nextToken: one.nextToken });
    const { recommendationSummaries: fine } = await world().ListRecommendations({ status: 'ok' });

    expect([one.recommendationSummaries?.length, two.recommendationSummaries?.length, two.nextToken]).toEqual([
      2,
      1,
      undefined,
    ]);
    expect(fine).toMatchObject([{ name: 'IAM Access Key Rotation' }]);
    expect(fine?.[0]).not.toHaveProperty('description');
  });

  it('lists what a recommendation is about', async () => {
    const asked = { recommendationIdentifier: id };

    const { recommendationResourceSummaries: all } = await world().ListRecommendationResources(asked);
    const none = await world().ListRecommendationResources({ ...asked, exclusionStatus: 'excluded' });

    expect(all).toMatchObject([{ awsResourceId: 'arn:aws:lambda:eu-central-1:111122223333:function:fraud-features' }]);
    expect(none.recommendationResourceSummaries).toEqual([]);
  });

  it('refuses what does not exist or can’t be', async () => {
    const refused = { name: 'ValidationException' };

    await expect(world().GetRecommendation({ recommendationIdentifier: 'x' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(world().ListRecommendations({ maxResults: 0 })).rejects.toMatchObject(refused);
    await expect(world().ListRecommendations({ nextToken: 'x' })).rejects.toMatchObject(refused);
    await expect(
      world().ListRecommendationResources({ recommendationIdentifier: id, nextToken: 'x' }),
    ).rejects.toMatchObject(refused);
    await expect(world().ListRecommendations({ pillar: 'security' })).rejects.toThrow('filter pillar');
    await expect(world().ListRecommendationResources({ recommendationIdentifier: id, status: 'ok' })).rejects.toThrow(
      'filter status',
    );
  });

  it('takes a stage of prioritised recommendations alone', async () => {
    const recommendations = trustedadvisor.recommendations.map((one) => ({
      ...one,
      recommendation: { ...one.recommendation, type: 'priority' as const },
    }));
    const advisor = createWorld({ regions: { 'us-east-1': { trustedadvisor: { plan: true, recommendations } } } })
      .inVirginia.trustedAdvisor;
    const update = { recommendationIdentifier: id, lifecycleStage: 'resolved' as const };

    await advisor.UpdateRecommendationLifecycle({ ...update, updateReason: 'It is done.' });
    await advisor.UpdateRecommendationLifecycle(update);

    expect((await advisor.GetRecommendation({ recommendationIdentifier: id })).recommendation).toMatchObject({
      lifecycleStage: 'resolved',
      updateReason: 'It is done.',
    });
    await expect(world().UpdateRecommendationLifecycle(update)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is not to be had without a support plan', async () => {
    const { trustedAdvisor } = createWorld();

    await expect(trustedAdvisor.ListRecommendations({})).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
