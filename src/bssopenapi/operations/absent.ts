/** A selection of published operations that are not implemented: those that Terraform calls for a bastion instance. */
export const absent = ['CreateInstance', 'ModifyInstance', 'SetRenewal'] as const;
