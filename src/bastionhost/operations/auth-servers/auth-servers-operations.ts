import { GetInstanceADAuthServer } from './get-instance-ad-auth-server.ts';
import { GetInstanceLDAPAuthServer } from './get-instance-ldap-auth-server.ts';
import { ModifyInstanceADAuthServer } from './modify-instance-ad-auth-server.ts';
import { ModifyInstanceLDAPAuthServer } from './modify-instance-ldap-auth-server.ts';
import { VerifyInstanceADAuthServer } from './verify-instance-ad-auth-server.ts';
import { VerifyInstanceLDAPAuthServer } from './verify-instance-ldap-auth-server.ts';

export const authServersOperations = [
  GetInstanceADAuthServer,
  GetInstanceLDAPAuthServer,
  ModifyInstanceADAuthServer,
  ModifyInstanceLDAPAuthServer,
  VerifyInstanceADAuthServer,
  VerifyInstanceLDAPAuthServer,
];
