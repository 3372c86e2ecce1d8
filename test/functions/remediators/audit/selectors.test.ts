import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allData,
  allManagement,
  asAdvanced,
  covers,
  isCovered,
  named,
  selectorsIn,
} from '../../../../functions/remediators/audit/selectors.ts';
import { wantedOf } from '../../../../functions/remediators/audit/selectors-wanted.ts';

const withFields = (...FieldSelectors: NonNullable<AdvancedEventSelector['FieldSelectors']>) => ({ FieldSelectors });
const data = (type: string, ...more: NonNullable<AdvancedEventSelector['FieldSelectors']>) =>
  withFields({ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: [type] }, ...more);
const agents = 'AWS::Bedrock::AgentAlias';
const fieldsOf = (selectors: readonly AdvancedEventSelector[]) => selectors.map(({ FieldSelectors }) => FieldSelectors);

describe('basic selectors', () => {
  const advanced = (selector: EventSelector) => fieldsOf(asAdvanced({ EventSelectors: [selector] }));

  it('that say nothing mean all management events', () => {
    expect(advanced({})).toEqual([[{ Field: 'eventCategory', Equals: ['Management'] }]]);
  });

  it('keep what they leave out, and whether they are about reading or writing', () => {
    const excluded = ['kms.amazonaws.com'];

    expect(advanced({ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: excluded })).toEqual([
      [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'eventSource', NotEquals: excluded },
        { Field: 'readOnly', Equals: ['false'] },
      ],
    ]);
    expect(advanced({ ReadWriteType: 'ReadOnly' })[0]?.at(-1)).toEqual({ Field: 'readOnly', Equals: ['true'] });
  });

  it.each([
    ['AWS::S3::Object', ['arn:aws:s3'], undefined],
    ['AWS::S3::Object', ['arn:aws:s3:::'], undefined],
    ['AWS::Lambda::Function', ['arn:aws:lambda'], undefined],
    ['AWS::DynamoDB::Table', ['arn:aws-cn:dynamodb'], undefined],
    ['AWS::S3::Object', ['arn:aws:s3:::data/'], { StartsWith: ['arn:aws:s3:::data/'] }],
    ['AWS::Lambda::Function', ['arn:aws:lambda:x'], { Equals: ['arn:aws:lambda:x'] }],
  ])('of %s %j take %j of their ARNs', (Type, Values, operator) => {
    const [fields = []] = advanced({ IncludeManagementEvents: false, DataResources: [{ Type, Values }] });

    const arns = operator === undefined ? [] : [{ Field: 'resources.ARN', ...operator }];
    expect(fields).toEqual([...(data(Type).FieldSelectors ?? []), ...arns]);
  });

  it('of no resources log nothing', () => {
    expect(advanced({ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object' }, {}] })).toEqual([]);
  });

  it('are told from advanced ones', () => {
    expect(selectorsIn({})).toEqual({ EventSelectors: [] });
    expect(selectorsIn({ AdvancedEventSelectors: [], EventSelectors: [{ ReadWriteType: 'ReadOnly' }] })).toEqual({
      EventSelectors: [
        {
          ReadWriteType: 'ReadOnly',
          IncludeManagementEvents: true,
          DataResources: [],
          ExcludeManagementEventSources: [],
        },
      ],
    });
    expect(selectorsIn({ AdvancedEventSelectors: [allManagement()] })).toEqual({
      AdvancedEventSelectors: [allManagement()],
    });
  });
});

describe('a selector', () => {
  const arn = (operator: object) => data(agents, { Field: 'resources.ARN', ...operator });

  it.each<[object, object, boolean]>([
    [data(agents), arn({ StartsWith: ['a'] }), true],
    [arn({ StartsWith: ['a'] }), data(agents), false],
    [data(agents), data('AWS::Bedrock::Guardrail'), false],
    [allManagement(), allManagement(['kms.amazonaws.com']), true],
    [allManagement(['kms.amazonaws.com']), allManagement(), false],
    [arn({ StartsWith: ['a'] }), arn({ StartsWith: ['ab', 'ac'] }), true],
    [arn({ StartsWith: ['ab'] }), arn({ StartsWith: ['a'] }), false],
    [arn({ StartsWith: ['a', 'b'] }), arn({ Equals: ['bc'] }), true],
    [arn({ EndsWith: ['z'] }), arn({ Equals: ['az'] }), true],
    [arn({ EndsWith: ['z'] }), arn({ EndsWith: ['yz'] }), true],
    [arn({ EndsWith: ['z'] }), arn({ StartsWith: ['z'] }), false],
    [arn({ Equals: ['a', 'b'] }), arn({ Equals: ['a'] }), true],
    [arn({ NotEquals: ['a'] }), arn({ Equals: ['b'] }), true],
    [arn({ NotEquals: ['a'] }), arn({ Equals: ['a', 'b'] }), false],
    [arn({ NotEquals: ['a'] }), arn({ NotEquals: ['a', 'b'] }), true],
    [arn({ NotEquals: ['a', 'b'] }), arn({ NotEquals: ['a'] }), false],
    [arn({ NotStartsWith: ['ab'] }), arn({ NotStartsWith: ['a'] }), true],
    [arn({ NotStartsWith: ['a'] }), arn({ NotEndsWith: ['a'] }), false],
    [arn({ NotStartsWith: ['a'] }), arn({ StartsWith: ['b'] }), false],
    [arn({ Equals: ['a'] }), arn({ NotEquals: ['a'] }), false],
    [arn({ Equals: [] }), data(agents), true],
    [{}, data(agents), true],
  ])('%j covers %j: %s', (wide, narrow, expected) => {
    expect(covers(wide as AdvancedEventSelector, narrow as AdvancedEventSelector)).toBe(expected);
  });

  it('is covered by two that are about reading and about writing', () => {
    const half = (value: string) => data(agents, { Field: 'readOnly', Equals: [value] });

    expect(isCovered(data(agents), [half('true'), half('false')])).toBe(true);
    expect(isCovered(data(agents), [half('true')])).toBe(false);
    expect(isCovered(half('true'), [half('false')])).toBe(false);
    expect(isCovered(half('true'), [data(agents)])).toBe(true);
  });

  it('is named for a person', () => {
    const names = ['a', 'b', 'c', 'd'];

    expect(named(allManagement())).toBe('management events');
    expect(named(data(agents, { Field: 'eventName', NotEquals: names }))).toBe(
      `data events of ${agents} (eventName NotEquals a b c …)`,
    );
    expect(named({} as AdvancedEventSelector)).toBe('all events');
  });
});

describe('what a trail has to log', () => {
  it('is what it once logged where that says it all', () => {
    const kept = { AdvancedEventSelectors: [allManagement(), allData(agents)] };
    const now = { EventSelectors: [{ ReadWriteType: 'WriteOnly' as const }] };

    expect(wantedOf(now, [allData(agents)], kept, [])).toBe(kept);
  });

  it('keeps what somebody has added since', () => {
    const kept = { AdvancedEventSelectors: [allManagement(), allData(agents)] };
    const added = data('AWS::SageMaker::Endpoint');
    const now = { AdvancedEventSelectors: [allManagement(), added] };

    expect(wantedOf(now, [allData(agents)], kept, [])).toEqual({
      AdvancedEventSelectors: [allManagement(), added, allData(agents)],
    });
  });

  it('stays basic where management events alone are missing', () => {
    const objects = {
      ReadWriteType: 'WriteOnly' as const,
      IncludeManagementEvents: true,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::data/'] }],
    };
    const now = { EventSelectors: [{ ReadWriteType: 'ReadOnly' as const }, objects] };
    const management = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] };

    expect(wantedOf(now, [allManagement()], undefined, [])).toEqual({
      EventSelectors: [{ ...management, ExcludeManagementEventSources: [] }, objects],
    });
    const five = { EventSelectors: Array.from({ length: 5 }, () => objects) };
    expect(wantedOf(five, [allManagement()], undefined, [])).toMatchObject({
      // Five that say the same are one.
      AdvancedEventSelectors: [{ FieldSelectors: expect.any(Array) }, allManagement()],
    });
  });

  it('is nothing where CloudTrail would not take so much', () => {
    const Equals = Array.from({ length: 500 }, (_, index) => `arn:${index}`);
    const now = { AdvancedEventSelectors: [data(agents, { Field: 'resources.ARN', Equals })] };

    expect(wantedOf(now, [allManagement()], undefined, [])).toBeUndefined();
  });

  const anySelector = fc
    .record({
      type: fc.constantFrom(agents, 'AWS::SageMaker::Endpoint'),
      field: fc.constantFrom('resources.ARN', 'eventName', 'readOnly'),
      operator: fc.constantFrom('Equals', 'StartsWith', 'NotEquals', 'NotEndsWith'),
      values: fc.array(fc.constantFrom('a', 'ab', 'b', 'true', 'false'), { maxLength: 3 }),
    })
    .map(({ type, field, operator, values }) => data(type, { Field: field, [operator]: values }));

  it('covers all that is logged and all that is missing, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(anySelector),
        fc.array(anySelector),
        fc.option(fc.array(anySelector)),
        (now, missing, was) => {
          const kept = was === null ? undefined : { AdvancedEventSelectors: was };
          const wanted = wantedOf({ AdvancedEventSelectors: now }, missing, kept, []);

          const logged = wanted === undefined ? [] : asAdvanced(wanted);
          for (const selector of [...now, ...missing]) expect(isCovered(selector, logged)).toBe(true);
        },
      ),
    );
  });
});
