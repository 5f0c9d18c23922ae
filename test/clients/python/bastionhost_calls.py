"""Calls every operation of Bastionhost: creates, reads, changes, deletes. Reads what it needs from standard input, and
writes what CheckedClient found."""
import json, sys
from alibabacloud_tea_openapi.models import Config
from checked_client import CheckedClient

given = json.load(sys.stdin)
instance = given['instanceId']
report = {'called': [], 'strangers': [], 'mistyped': []}


def client(access_key):
    config = Config(
        access_key_id=access_key['accessKeyId'], access_key_secret=access_key['accessKeySecret'],
        endpoint=given['endpoint'], protocol='http')
    return CheckedClient(config, {'InstanceId': instance, 'RegionId': 'cn-hangzhou'}, report)


administrator = client(given['administrator'])
call, refusal = administrator.call, administrator.refusal
an_instance = dict(ResourceType='INSTANCE', ResourceId=[instance])
password = 'Correct-horse-7'
directory = dict(Server='127.0.0.1', Port='1', IsSSL='false', Account='cn=reader', BaseDN='dc=example',
                 Password=password)
proxy = dict(NodeType='Master', ProxyType='Socks5Proxy', Address='127.0.0.1', Port=1)

# Create.
host = call('CreateHost', HostName='web-01', OSType='Linux', Source='Local', ActiveAddressType='Private',
            HostPrivateAddress='192.0.2.1', HostPublicAddress='198.51.100.1', Comment='a host').host_id
account = call('CreateHostAccount', HostId=host, ProtocolName='SSH', HostAccountName='root',
               Password=password).host_account_id
hosts = call('CreateHostGroup', HostGroupName='web', Comment='a group').host_group_id
user = call('CreateUser', UserName='alice', Source='Local', Password=password, DisplayName='Alice', Comment='a user',
            Email='alice@example.com', MobileCountryCode='CN', Mobile='13000000000').user_id
public_key = call('CreateUserPublicKey', UserId=user, PublicKeyName='laptop',
                  PublicKey=given['publicKey']).public_key_id
users = call('CreateUserGroup', UserGroupName='operators', Comment='a group').user_group_id
share_key = call('CreateHostShareKey', HostShareKeyName='shared', PrivateKey=given['privateKey']).host_share_key_id
domain = call('CreateNetworkDomain', NetworkDomainName='branch', NetworkDomainType='Proxy',
              Proxies=[proxy]).network_domain_id
rule = call('CreateRule', RuleName='daily', UserIds=[user], UserGroupIds=[users],
            Hosts=[dict(HostId=host, HostAccountIds=[account])],
            HostGroups=[dict(HostGroupId=hosts, HostAccountNames=['root'])]).rule_id
call('TagResources', **an_instance, Tag=[dict(Key='env', Value='test')])

# Import from KMS.
call('ListImportableKMSSecretsForHost', HostId=int(given['ecsHostId']))
call('ImportKMSSecretsForHost', HostId=int(given['ecsHostId']),
     Secrets=[dict(SecretName=given['secretName'], SecretType='ECS')])

# Put together.
host_accounts = json.dumps([dict(HostId=host, HostAccountIds=[account])])
group_accounts = json.dumps([dict(HostGroupId=hosts, HostAccountNames=['root'])])
call('AddHostsToGroup', HostGroupId=hosts, HostIds=json.dumps([host]))
call('AddUsersToGroup', UserGroupId=users, UserIds=json.dumps([user]))
call('AttachHostAccountsToUser', UserId=user, Hosts=host_accounts)
call('AttachHostAccountsToUserGroup', UserGroupId=users, Hosts=host_accounts)
call('AttachHostGroupAccountsToUser', UserId=user, HostGroups=group_accounts)
call('AttachHostGroupAccountsToUserGroup', UserGroupId=users, HostGroups=group_accounts)
call('AttachHostAccountsToHostShareKey', HostShareKeyId=str(share_key), HostAccountIds=json.dumps([account]))
call('MoveHostsToNetworkDomain', NetworkDomainId=domain, HostIds=[host])

# Read.
call('DescribeRegions')
call('DescribeInstances', InstanceId=[instance])
call('DescribeInstanceAttribute')
call('GetInstanceADAuthServer')
call('GetInstanceLDAPAuthServer')
call('GetInstanceStoreInfo')
call('GetInstanceTwoFactor')
call('ListTagKeys', ResourceType='INSTANCE')
call('ListTagResources', **an_instance)
call('GetHost', HostId=host)
call('ListHosts')
call('GetHostAccount', HostAccountId=account)
call('ListHostAccounts', HostId=given['ecsHostId'])
call('GetHostGroup', HostGroupId=hosts)
call('ListHostGroups')
call('GetUser', UserId=user)
call('ListUsers')
call('ListUserPublicKeys', UserId=user)
call('GetUserGroup', UserGroupId=users)
call('ListUserGroups')
call('ListUserGroupsForUser', UserId=user, PageNumber='1', PageSize='10')
call('ListHostsForUser', UserId=user)
call('ListHostsForUserGroup', UserGroupId=users)
call('ListHostAccountsForUser', UserId=user, HostId=host)
call('ListHostAccountsForUserGroup', UserGroupId=users, HostId=host)
call('ListHostGroupsForUser', UserId=user)
call('ListHostGroupsForUserGroup', UserGroupId=users)
call('ListHostGroupAccountNamesForUser', UserId=user, HostGroupId=hosts)
call('ListHostGroupAccountNamesForUserGroup', UserGroupId=users, HostGroupId=hosts)
call('GetRule', RuleId=rule)
call('ListRules')
call('GetHostShareKey', HostShareKeyId=str(share_key))
call('ListHostShareKeys')
call('ListHostAccountsForHostShareKey', HostShareKeyId=str(share_key))
call('GetNetworkDomain', NetworkDomainId=domain, CheckProxyState='false')
call('ListNetworkDomains')

# Change.
call('StartInstance', SecurityGroupIds=['sg-1'], VswitchId='vsw-1')
call('ModifyInstanceAttribute', Description='bastion')
call('MoveResourceGroup', ResourceType='INSTANCE', ResourceId=instance, ResourceGroupId='rg-1')
call('ConfigInstanceSecurityGroups', AuthorizedSecurityGroups=['sg-2'])
call('ConfigInstanceWhiteList', WhiteList=['203.0.113.0/24'])
call('DisableInstancePublicAccess')
call('EnableInstancePublicAccess')
call('ModifyInstanceTwoFactor', EnableTwoFactor='true', SkipTwoFactorTime='24', TwoFactorMethods='["totp"]')
call('ModifyInstanceADAuthServer', **directory, Domain='corp.example')
call('ModifyInstanceLDAPAuthServer', **directory)
refusal('VerifyInstanceADAuthServer', **directory, Domain='corp.example')
refusal('VerifyInstanceLDAPAuthServer', **directory)
call('ModifyHost', HostId=host, Comment='changed')
call('ModifyHostsPort', HostIds=json.dumps([host]), ProtocolName='SSH', Port='2222')
call('ModifyHostsActiveAddressType', HostIds=json.dumps([host]), ActiveAddressType='Public')
call('ModifyHostAccount', HostAccountId=account, HostAccountName='admin')
call('ResetHostAccountCredential', HostAccountId=account, CredentialType='Password')
call('ModifyHostGroup', HostGroupId=hosts, Comment='changed')
call('ModifyUser', UserId=user, Comment='changed')
call('ModifyUserPublicKey', PublicKeyId=public_key, PublicKeyName='desktop')
call('LockUsers', UserIds=json.dumps([user]))
call('UnlockUsers', UserIds=json.dumps([user]))
call('ModifyUserGroup', UserGroupId=users, Comment='changed')
call('ModifyRule', RuleId=rule, Comment='changed')
call('DisableRule', RuleId=rule)
call('EnableRule', RuleId=rule)
call('ModifyHostShareKey', HostShareKeyId=str(share_key), HostShareKeyName='renamed')
call('ModifyNetworkDomain', NetworkDomainId=domain, Comment='changed')

# What a RAM user does who is an engineer too.
engineer = given['operator']
operator = client(engineer)
engineer_id = call('CreateUser', UserName=engineer['name'], Source='Ram', SourceUserId=engineer['id']).user_id
call('AttachHostAccountsToUser', UserId=engineer_id, Hosts=host_accounts)
operator.call('ListOperationHosts')
operator.call('ListOperationHostAccounts', HostId=host)
token = operator.call('GenerateAssetOperationToken', AssetType='Host', AssetId=host, AssetAccountId=account)
operator.call('RenewAssetOperationToken', TokenId=token.asset_operation_token.token_id)

# Take apart and delete.
call('DeleteRule', RuleId=rule)
call('DetachHostAccountsFromHostShareKey', HostShareKeyId=str(share_key), HostAccountIds=json.dumps([account]))
call('DeleteHostShareKey', HostShareKeyId=str(share_key))
call('DetachHostAccountsFromUser', UserId=user, Hosts=host_accounts)
call('DetachHostAccountsFromUserGroup', UserGroupId=users, Hosts=host_accounts)
call('DetachHostGroupAccountsFromUser', UserId=user, HostGroups=group_accounts)
call('DetachHostGroupAccountsFromUserGroup', UserGroupId=users, HostGroups=group_accounts)
call('RemoveHostsFromGroup', HostGroupId=hosts, HostIds=json.dumps([host]))
call('RemoveUsersFromGroup', UserGroupId=users, UserIds=json.dumps([user]))
call('UntagResources', **an_instance, TagKey=['env'])
call('DeleteUserPublicKey', PublicKeyId=public_key)
call('DeleteUserGroup', UserGroupId=users)
call('DeleteUser', UserId=user)
call('DeleteHostGroup', HostGroupId=hosts)
call('DeleteHostAccount', HostAccountId=account)
call('DeleteHost', HostId=host)
call('DeleteNetworkDomain', NetworkDomainId=domain)

json.dump(report, sys.stdout)
