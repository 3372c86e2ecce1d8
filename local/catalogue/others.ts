/** Controls of other lists that remediations answer. A claim that is neither here nor in a list is a mistake. */
export const others: Readonly<Record<'securityHub' | 'configRules' | 'prowler', readonly string[]>> = {
  // SageMaker.6 and .7 belong to the AWS Resource Tagging Standard, the others to Foundational Security Best Practices.
  securityHub: ['CloudTrail.1', 'CloudTrail.2', 'CloudTrail.4', 'S3.2', 'S3.3', 'S3.8', 'SageMaker.6', 'SageMaker.7'],
  configRules: [
    'cloud-trail-enabled',
    'cloud-trail-encryption-enabled',
    'cloud-trail-log-file-validation-enabled',
    'multi-region-cloudtrail-enabled',
    's3-bucket-level-public-access-prohibited',
    's3-bucket-public-read-prohibited',
    's3-bucket-public-write-prohibited',
  ],
  prowler: [
    'cloudtrail_kms_encryption_enabled',
    'cloudtrail_log_file_validation_enabled',
    'cloudtrail_multi_region_enabled',
    'cloudtrail_threat_detection_llm_jacking',
    'config_recorder_all_regions_enabled',
    'ecr_repositories_scan_vulnerabilities_in_latest_image',
    'inspector2_is_enabled',
    's3_bucket_level_public_access_block',
    's3_bucket_policy_public_write_access',
    's3_bucket_public_access',
    's3_bucket_public_list_acl',
    's3_bucket_public_write_acl',
  ],
};
