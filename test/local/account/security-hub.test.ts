import { describe, expect, it } from 'vitest';
import { initialState } from '../../../local/account/initial.ts';
import { at } from '../../../shared/json.ts';
import { createWorld, here } from './world.ts';

const hub = initialState().regions[here]?.securityhub;
const world = () => createWorld({ regions: { [here]: { securityhub: { ...hub } } } });
const [first] = hub?.findings ?? [];
const id = { Id: first?.Id ?? '', ProductArn: first?.ProductArn ?? '' };
const uid = at(hub?.findingsV2[0], 'metadata.uid') as string;
const equals = (Value: string) => [{ Value, Comparison: 'EQUALS' as const }];

describe('findings in ASFF', () => {
  it('are found by what they are filtered by', async () => {
    const { securityHub } = world();

    const { Findings: some } = await securityHub.GetFindings({
      Filters: { WorkflowStatus: equals('SUPPRESSED'), RecordState: equals('ACTIVE') },
    });
    const { Findings: of } = await securityHub.GetFindings({
      Filters: { ComplianceSecurityControlId: equals('S3.2'), Id: equals(id.Id), ProductArn: equals(id.ProductArn) },
    });

    expect(some?.map(({ Compliance }) => Compliance?.SecurityControlId)).toEqual(['SageMaker.3']);
    expect(of).toEqual([first]);
  });

  it('come in pages', async () => {
    const { securityHub } = world();

    const one = await securityHub.GetFindings({ MaxResults: 3 });
    const two = await securityHub.GetFindings({ MaxResults: 3, ...(one.NextToken && { NextToken: one.NextToken }) });

    expect([one.Findings?.length, two.Findings?.length, two.NextToken]).toEqual([3, 3, undefined]);
    await expect(securityHub.GetFindings({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(securityHub.GetFindings({ MaxResults: 101 })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('are updated, those that there are', async () => {
    const { securityHub } = world();
    const none = { ...id, Id: `${id.Id}0` };

    const answer = await securityHub.BatchUpdateFindings({
      FindingIdentifiers: [id, none],
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: 'done', UpdatedBy: 'somebody' },
    });
    const { Findings } = await securityHub.GetFindings({ Filters: { Id: equals(id.Id) } });

    expect(answer).toMatchObject({ ProcessedFindings: [id], UnprocessedFindings: [{ FindingIdentifier: none }] });
    expect(Findings).toMatchObject([{ Workflow: { Status: 'RESOLVED' }, Note: { Text: 'done' } }]);
  });

  it('are not updated in a way that Security Hub refuses', async () => {
    const { securityHub } = world();

    await expect(securityHub.BatchUpdateFindings({ FindingIdentifiers: [] })).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
    await expect(
      securityHub.BatchUpdateFindings({ FindingIdentifiers: [id], Note: { Text: 'x'.repeat(513), UpdatedBy: 'me' } }),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('are refused to an account that is not subscribed', async () => {
    const { inVirginia } = world();

    await expect(inVirginia.securityHub.GetFindings({})).rejects.toMatchObject({
      name: 'InvalidAccessException',
      $metadata: { httpStatusCode: 401 },
    });
    await expect(inVirginia.securityHub.BatchUpdateFindings({ FindingIdentifiers: [id] })).rejects.toMatchObject({
      name: 'InvalidAccessException',
    });
  });

  it('are not filtered or changed by what is not simulated', async () => {
    const { securityHub } = world();

    await expect(securityHub.GetFindings({ Filters: { Title: equals('x') } })).rejects.toThrow('filter Title');
    await expect(securityHub.GetFindings({ Filters: { Id: [{ Value: 'x', Comparison: 'PREFIX' }] } })).rejects.toThrow(
      'comparison PREFIX',
    );
    await expect(securityHub.GetFindings({ SortCriteria: [] })).rejects.toThrow('sort order');
    await expect(securityHub.BatchUpdateFindings({ FindingIdentifiers: [id], Confidence: 1 })).rejects.toThrow(
      'of Confidence',
    );
  });
});

describe('findings in OCSF', () => {
  it('are found, updated and reported as not there', async () => {
    const { securityHub } = world();
    const Filters = {
      CompositeFilters: [
        {
          StringFilters: [
            { FieldName: 'metadata.uid' as const, Filter: { Value: uid, Comparison: 'EQUALS' as const } },
          ],
        },
      ],
    };

    const answer = await securityHub.BatchUpdateFindingsV2({
      MetadataUids: [uid, 'none'],
      StatusId: 4,
      Comment: 'done',
    });
    const { Findings } = await securityHub.GetFindingsV2({ Filters });

    expect(answer).toMatchObject({
      ProcessedFindings: [{ MetadataUid: uid }],
      UnprocessedFindings: [{ MetadataUid: 'none', ErrorCode: 'ResourceNotFoundException' }],
    });
    expect(Findings).toMatchObject([{ status_id: 4, status: 'Resolved', comment: 'done' }]);
  });

  it('are not updated in a way that Security Hub refuses', async () => {
    const { securityHub } = world();
    const refused = { name: 'ValidationException' };

    await expect(securityHub.BatchUpdateFindingsV2({})).rejects.toMatchObject(refused);
    await expect(securityHub.BatchUpdateFindingsV2({ MetadataUids: [uid], Comment: '' })).rejects.toMatchObject(
      refused,
    );
    await expect(securityHub.BatchUpdateFindingsV2({ MetadataUids: [uid], StatusId: 7 })).rejects.toMatchObject(
      refused,
    );
    await expect(securityHub.GetFindingsV2({ MaxResults: 101 })).rejects.toMatchObject(refused);
    await expect(securityHub.GetFindingsV2({ NextToken: 'x' })).rejects.toMatchObject(refused);
  });

  it('are refused to an account that has not enabled them', async () => {
    const { inVirginia } = world();

    await expect(inVirginia.securityHub.GetFindingsV2({})).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('are not filtered or changed by what is not simulated', async () => {
    const { securityHub } = world();
    const filter = (one: object) => securityHub.GetFindingsV2({ Filters: { CompositeFilters: [one] } });

    await expect(filter({ NumberFilters: [] })).rejects.toThrow('NumberFilters');
    await expect(filter({ Operator: 'OR' })).rejects.toThrow('operator OR');
    await expect(
      filter({ StringFilters: [{ FieldName: 'comment', Filter: { Value: 'x', Comparison: 'PREFIX' } }] }),
    ).rejects.toThrow('comparison PREFIX');
    await expect(securityHub.GetFindingsV2({ Filters: { CompositeOperator: 'OR' } })).rejects.toThrow('operator OR');
    await expect(securityHub.GetFindingsV2({ SortCriteria: [] })).rejects.toThrow('SortCriteria');
    await expect(securityHub.BatchUpdateFindingsV2({ MetadataUids: [uid], SeverityId: 1 })).rejects.toThrow(
      'SeverityId',
    );
  });
});
