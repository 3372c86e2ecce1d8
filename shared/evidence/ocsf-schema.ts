import { statuses } from './ocsf-status.ts';

/** How OCSF describes an attribute. Types are those of its dictionary; other names are objects. */
export interface Attribute {
  readonly type: Scalar | 'object' | ObjectName | UnwrittenObject;
  readonly requirement: 'required' | 'recommended' | 'optional';
  readonly array?: true;
  /** Allowed values, with their captions. */
  readonly enum?: Readonly<Record<number, string>>;
  /** The attribute that holds the caption; of value 99, Other, it holds the source's own word. */
  readonly caption?: string;
  readonly least?: number;
  readonly most?: number;
}

export interface ObjectRules {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly atLeastOne?: readonly string[];
}

export type Scalar = 'string_t' | 'url_t' | 'integer_t' | 'long_t' | 'timestamp_t';
export type ObjectName =
  | 'account'
  | 'cloud'
  | 'd3f_tactic'
  | 'd3f_technique'
  | 'd3fend'
  | 'metadata'
  | 'observable'
  | 'product'
  | 'remediation';

/** Objects that the class allows, and that nothing here makes: no rules for them are written down. */
export type UnwrittenObject =
  | 'api'
  | 'cis_control'
  | 'data_classification'
  | 'enrichment'
  | 'extension'
  | 'feature'
  | 'kb_article'
  | 'logger'
  | 'organization'
  | 'reputation'
  | 'scan';

const required = { requirement: 'required' } as const;
const recommended = { requirement: 'recommended' } as const;
const optional = { requirement: 'optional' } as const;

const text = { type: 'string_t', ...optional } as const;
const texts = { type: 'string_t', array: true, ...optional } as const;
const timestamp = { type: 'timestamp_t', ...optional } as const;

/** https://schema.ocsf.io/1.3.0/classes/remediation_activity, with the profile `cloud` and no other. */
export const remediationActivity: ObjectRules = {
  attributes: {
    activity_id: {
      type: 'integer_t',
      ...required,
      enum: { 0: 'Unknown', 1: 'Isolate', 2: 'Evict', 3: 'Restore', 4: 'Harden', 99: 'Other' },
      caption: 'activity_name',
    },
    activity_name: text,
    category_uid: { type: 'integer_t', ...required, enum: { 7: 'Remediation' }, caption: 'category_name' },
    category_name: text,
    class_uid: { type: 'integer_t', ...required, enum: { 7001: 'Remediation Activity' }, caption: 'class_name' },
    class_name: text,
    type_uid: {
      type: 'long_t',
      ...required,
      enum: {
        700_100: 'Remediation Activity: Unknown',
        700_101: 'Remediation Activity: Isolate',
        700_102: 'Remediation Activity: Evict',
        700_103: 'Remediation Activity: Restore',
        700_104: 'Remediation Activity: Harden',
        700_199: 'Remediation Activity: Other',
      },
      caption: 'type_name',
    },
    type_name: text,
    severity_id: {
      type: 'integer_t',
      ...required,
      enum: {
        0: 'Unknown',
        1: 'Informational',
        2: 'Low',
        3: 'Medium',
        4: 'High',
        5: 'Critical',
        6: 'Fatal',
        99: 'Other',
      },
      caption: 'severity',
    },
    severity: text,
    status_id: { type: 'integer_t', ...recommended, enum: statuses, caption: 'status' },
    status: { type: 'string_t', ...recommended },
    status_code: { type: 'string_t', ...recommended },
    status_detail: { type: 'string_t', ...recommended },
    message: { type: 'string_t', ...recommended },
    time: { type: 'timestamp_t', ...required },
    timezone_offset: { type: 'integer_t', ...recommended, least: -1080, most: 1080 },
    start_time: timestamp,
    end_time: timestamp,
    duration: { type: 'long_t', ...optional },
    count: { type: 'integer_t', ...optional },
    command_uid: { type: 'string_t', ...required },
    countermeasures: { type: 'd3fend', array: true, ...recommended },
    observables: { type: 'observable', array: true, ...recommended },
    metadata: { type: 'metadata', ...required },
    remediation: { type: 'remediation', ...optional },
    scan: { type: 'scan', ...optional },
    enrichments: { type: 'enrichment', array: true, ...optional },
    raw_data: text,
    unmapped: { type: 'object', ...optional },
    // Of the profile `cloud`.
    cloud: { type: 'cloud', ...required },
    api: { type: 'api', ...optional },
  },
};

/** `_entity`, which these extend: a thing is known by a name or an id. */
const entity = { name: { type: 'string_t', ...recommended }, uid: { type: 'string_t', ...recommended } } as const;
const named = ['name', 'uid'];

/** https://schema.ocsf.io/1.3.0/objects/<name> */
export const objects: Readonly<Record<ObjectName, ObjectRules>> = {
  account: {
    attributes: {
      ...entity,
      labels: texts,
      type: text,
      type_id: {
        type: 'integer_t',
        ...recommended,
        enum: {
          0: 'Unknown',
          1: 'LDAP Account',
          2: 'Windows Account',
          3: 'AWS IAM User',
          4: 'AWS IAM Role',
          5: 'GCP Account',
          6: 'Azure AD Account',
          7: 'Mac OS Account',
          8: 'Apple Account',
          9: 'Linux Account',
          10: 'AWS Account',
          99: 'Other',
        },
        caption: 'type',
      },
    },
    atLeastOne: named,
  },
  cloud: {
    attributes: {
      provider: { type: 'string_t', ...required },
      region: { type: 'string_t', ...recommended },
      account: { type: 'account', ...optional },
      org: { type: 'organization', ...optional },
      project_uid: text,
      zone: text,
    },
  },
  d3fend: {
    attributes: {
      d3f_tactic: { type: 'd3f_tactic', ...recommended },
      d3f_technique: { type: 'd3f_technique', ...recommended },
      version: { type: 'string_t', ...recommended },
    },
    atLeastOne: ['d3f_tactic', 'd3f_technique'],
  },
  d3f_tactic: { attributes: { ...entity, src_url: { type: 'url_t', ...optional } }, atLeastOne: named },
  d3f_technique: { attributes: { ...entity, src_url: { type: 'url_t', ...optional } }, atLeastOne: named },
  metadata: {
    attributes: {
      product: { type: 'product', ...required },
      version: { type: 'string_t', ...required },
      correlation_uid: text,
      data_classification: { type: 'data_classification', ...recommended },
      event_code: text,
      extension: { type: 'extension', ...optional },
      extensions: { type: 'extension', array: true, ...optional },
      labels: texts,
      log_level: text,
      log_name: { type: 'string_t', ...recommended },
      log_provider: { type: 'string_t', ...recommended },
      log_version: text,
      logged_time: timestamp,
      loggers: { type: 'logger', array: true, ...optional },
      modified_time: timestamp,
      original_time: { type: 'string_t', ...recommended },
      processed_time: timestamp,
      profiles: texts,
      sequence: { type: 'integer_t', ...optional },
      tenant_uid: { type: 'string_t', ...recommended },
      uid: text,
    },
  },
  observable: {
    attributes: {
      name: { type: 'string_t', ...required },
      type_id: {
        type: 'integer_t',
        ...required,
        enum: {
          0: 'Unknown',
          1: 'Hostname',
          2: 'IP Address',
          3: 'MAC Address',
          4: 'User Name',
          5: 'Email Address',
          6: 'URL String',
          7: 'File Name',
          8: 'Hash',
          9: 'Process Name',
          10: 'Resource UID',
          11: 'Port',
          12: 'Subnet',
          13: 'Command Line',
          14: 'Country',
          15: 'Process ID',
          16: 'HTTP User-Agent',
          17: 'CWE Object: uid',
          18: 'CVE Object: uid',
          19: 'User Credential ID',
          20: 'Endpoint',
          21: 'User',
          22: 'Email',
          23: 'Uniform Resource Locator',
          24: 'File',
          25: 'Process',
          26: 'Geo Location',
          27: 'Container',
          30: 'Fingerprint',
          99: 'Other',
        },
        caption: 'type',
      },
      type: text,
      value: text,
      reputation: { type: 'reputation', ...optional },
    },
  },
  product: {
    attributes: {
      // Later versions ask for one of name and uid; who has both satisfies either.
      name: { type: 'string_t', ...required },
      vendor_name: { type: 'string_t', ...required },
      uid: { type: 'string_t', ...recommended },
      version: { type: 'string_t', ...recommended },
      lang: { type: 'string_t', ...recommended },
      feature: { type: 'feature', ...optional },
      path: text,
      url_string: { type: 'url_t', ...optional },
    },
  },
  remediation: {
    attributes: {
      desc: { type: 'string_t', ...required },
      cis_controls: { type: 'cis_control', array: true, ...optional },
      kb_article_list: { type: 'kb_article', array: true, ...optional },
      kb_articles: texts,
      references: texts,
    },
  },
};
