/** A control, rule or check of somebody else's list. */
export interface Check {
  readonly id: string;
  /** What it wants, in a few words of our own. */
  readonly wants: string;
  /** The AWS Config rule behind a control. */
  readonly rule?: string;
  /** Why no remediation answers it, on purpose. */
  readonly none?: string;
}

/** A list that the catalogue answers line by line. */
export interface CheckList {
  readonly name: string;
  /** Where the list is from, and as of when. */
  readonly source: string;
  /** Which of a remediation's controls name its checks. */
  readonly claimedAs: 'securityHub' | 'configRules' | 'prowler';
  readonly checks: readonly Check[];
}
