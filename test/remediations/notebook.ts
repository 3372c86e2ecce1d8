import type { AccountFile, AccountState } from '../../local/account/state.ts';

/** What the fixtures of notebook instances share. */
export const region = 'eu-central-1';
export const name = 'fraud-exploration';

type Notebooks = NonNullable<
  NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>['notebooks']>[string]
>;
export type Settings = Partial<Notebooks['settings']>;

/** A notebook instance whose every setting is right, but for those given or left out. */
export function holding(
  changes: Settings,
  status: Notebooks['status'] = 'InService',
  missing: readonly ('SubnetId' | 'KmsKeyId')[] = [],
): AccountFile {
  const settings: Notebooks['settings'] = {
    InstanceType: 'ml.t3.medium',
    RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
    SubnetId: 'subnet-0a1b2c3d4e5f60718',
    SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'],
    KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888',
    DirectInternetAccess: 'Disabled',
    RootAccess: 'Disabled',
    PlatformIdentifier: 'notebook-al2023-v1',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    ...changes,
  };
  const kept = Object.entries(settings).filter(([key]) => !missing.some((left) => left === key));
  const notebook: Notebooks = {
    status,
    settings: Object.fromEntries(kept) as Notebooks['settings'],
    tags: [{ Key: 'team', Value: 'fraud' }],
  };
  // One poll in vain tells as much as ten.
  return { regions: { [region]: { sagemaker: { notebooks: { [name]: notebook }, seconds: { notebook: 20 } } } } };
}

export const gone: AccountFile = { regions: { [region]: { sagemaker: {} } } };

export function notebooksOf(state: AccountState) {
  const notebooks = state.regions[region]?.sagemaker.notebooks;
  if (notebooks === undefined) throw new Error(`nothing in ${region}`);
  return notebooks;
}

export function change(state: AccountState, settings: Settings): void {
  const notebooks = notebooksOf(state);
  const found = notebooks[name];
  if (found !== undefined) notebooks[name] = { ...found, settings: { ...found.settings, ...settings } };
}

export function setStatus(state: AccountState, status: NonNullable<Notebooks['status']>): void {
  const notebooks = notebooksOf(state);
  const found = notebooks[name];
  if (found !== undefined) notebooks[name] = { ...found, status };
}

export function remove(state: AccountState): void {
  delete notebooksOf(state)[name];
}

/** Whether it runs counts: who wants to work with it finds it as it was. */
export function essence(state: AccountState): unknown {
  return Object.entries(notebooksOf(state)).map(([of, { created: _, modified: __, ...rest }]) => [of, rest]);
}
