/** A resource as CloudFormation names its type; types that CloudFormation lacks follow its form. */
export interface ResourceRef {
  /** For example `AWS::S3::Bucket` or `AWS::SageMaker::Endpoint`. */
  readonly type: string;
  /** What the service's own API calls it by: bucket name, endpoint name, trail ARN. */
  readonly id: string;
  readonly arn?: string;
}

/** The image that an Inspector finding is about, as Amazon ECR names it. */
export interface ImageRef {
  /** Account id of the registry. */
  readonly registry: string;
  readonly repository: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly tags: readonly string[];
}

/** A finding in AWS Security Hub, by what BatchUpdateFindings (ASFF) or BatchUpdateFindingsV2 (OCSF) knows it by. */
export type HubFinding =
  | {
      readonly format: 'asff';
      /** ARN of the finding. */
      readonly id: string;
      /** ARN of Security Hub as the finding's product. */
      readonly product: string;
    }
  | {
      readonly format: 'ocsf';
      /** `metadata.uid`, in practice 64 hexadecimal digits. */
      readonly uid: string;
    };

/** Why the source thinks that somebody should look. Hints choose remediations; they decide nothing. */
export interface Hints {
  /** AWS Config rule name without the prefixes and suffixes that conformance packs and Security Hub add. */
  readonly configRule?: string;
  /** The same rule by its whole name in the account, as Config's API knows it. */
  readonly configRuleName?: string;
  /** `<service>:<eventName>` as CloudTrail logs it, for example `s3:PutBucketPolicy`. */
  readonly apiCall?: string;
  /** Status of a configuration item that Config has recorded: something of the resource has changed. */
  readonly configItem?: string;
  /** Security Hub control id, for example `SageMaker.1`. */
  readonly control?: string;
  /** The control's finding, to be resolved once the resource was read and found right. */
  readonly hubFinding?: HubFinding;
  /** Trusted Advisor check name. */
  readonly check?: string;
  /** ARN of the prioritised recommendation of Trusted Advisor that is about this resource alone. */
  readonly recommendation?: string;
  /** Status that the resource has come to, as the API spells it: `InProgress`. */
  readonly stateChange?: string;
  /** Inspector finding, to be read again before anybody acts on it. */
  readonly findingArn?: string;
  readonly image?: ImageRef;
  /** Type of a GuardDuty finding, for example `Impact:IAMUser/CostHarvesting`. */
  readonly findingType?: string;
  /** Models of Bedrock that a finding is about; none where those that it names are not Bedrock's. */
  readonly models?: readonly string[];
  /** What is wrong with a call on an AI service, of a caller who is the resource. */
  readonly access?: Access;
  /** What CloudTrail's event history knows the caller by: the name of a user, or of a role's session. */
  readonly caller?: string;
  /** CloudTrail's id of the record of the call. */
  readonly record?: string;
  /** Found by the scheduled sweep, or asked for by a person, instead of by an event. */
  readonly requested?: 'sweep' | 'person';
  /** Only this remediation is meant. */
  readonly remediation?: string;
}

/** A call that was denied, one of the root user's, or one from outside of where calls may come from. */
export const accesses = ['denied', 'outside', 'root'] as const;
export type Access = (typeof accesses)[number];

/** Who made the call that the signal is about. Text for the evidence; it never reaches an AWS call. */
export interface Actor {
  readonly arn: string;
  /** ARN of the role behind an assumed-role session. */
  readonly roleArn?: string;
  readonly type?: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** The AWS service that called on somebody's behalf, for example `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
}

export const signalSources = [
  'config',
  'inspector',
  'guardduty',
  'cloudtrail',
  'sagemaker',
  'trusted-advisor',
  'security-hub',
  'sweep',
  'person',
] as const;
export type SignalSource = (typeof signalSources)[number];

/** What a source makes of an event: a resource, and a reason to look at it. Plain JSON. */
export interface Signal {
  /** Same event and resource, same id: the durable execution is named after it. */
  readonly id: string;
  readonly source: SignalSource;
  /** The event's own time, ISO 8601 in UTC; never the time of processing, so that duplicates are equal. */
  readonly at: string;
  /** Id of the EventBridge event. */
  readonly event: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly resource: ResourceRef;
  readonly hints: Hints;
  readonly actor?: Actor;
}
