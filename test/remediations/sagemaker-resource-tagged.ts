import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'pytorch-gpu';
const resource = `image/${id}`;

type Tags = { Key: string; Value: string }[];
/** What the policy of the tests asks for. */
const owner = { Key: 'owner', Value: 'ml-platform' };
const stage = { Key: 'stage', Value: 'experiment' };
const team = { Key: 'team', Value: 'vision' };

function holding(tags: Tags): AccountFile {
  return { regions: { [region]: { sagemaker: { tagOnly: { [resource]: { tags } } } } } };
}

function thingsOf(state: AccountState) {
  const things = state.regions[region]?.sagemaker.tagOnly;
  if (things === undefined) throw new Error(`nothing in ${region}`);
  return things;
}

function change(state: AccountState, tags: Tags): void {
  const found = thingsOf(state)[resource];
  if (found !== undefined) thingsOf(state)[resource] = { ...found, tags };
}

export const fixture: Fixture = {
  remediation: 'sagemaker-resource-tagged',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Image', id, arn: `arn:aws:sagemaker:${region}:111122223333:${resource}` },
    { configRule: 'sagemaker-image-tagged' },
  ),
  wrong: [
    { name: 'the image has no tags', account: holding([]) },
    {
      name: 'one of two tags is missing, and the other has a value of its own',
      account: holding([{ ...owner, Value: 'carol' }, team]),
    },
  ],
  right: holding([stage, { ...owner, Value: 'dave' }]),
  gone: { regions: { [region]: { sagemaker: {} } } },
  isRight: (state) =>
    Object.values(thingsOf(state)).every(({ tags }) =>
      [owner, stage].every((wanted) => tags.some(({ Key }) => Key === wanted.Key)),
    ),
  breakAgain: (state) => change(state, []),
  fixByHand: (state) => change(state, [owner, stage]),
  remove: (state) => void delete thingsOf(state)[resource],
  essence: thingsOf,
};
