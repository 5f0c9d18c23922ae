import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region } from '../../bastionhost/bastion-account.ts';

const bastion = await newAccount();
const other = await newAccount();

describe('QueryAvailableInstances', () => {
  const query = (parameters: Members = {}) =>
    bastion.app.pop('bssopenapi').request('QueryAvailableInstances', parameters);
  const bastionhost = { ProductCode: 'bastionhost', ProductType: 'bastionhost' };

  it("answers Terraform's import of a bastion instance", async () => {
    const { Code, Success, Data } = await query({ ...bastionhost, InstanceIDs: bastion.instanceId });
    expect({ Code, Success }).toEqual({ Code: 'Success', Success: true });
    // A number of 16 digits, which the client reads as an object of its own.
    expect(String(Data.InstanceList[0].OwnerId)).toBe(bastion.app.accountId);
    expect(Data).toEqual({
      InstanceList: [
        {
          CreateTime: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
          InstanceID: bastion.instanceId,
          OwnerId: expect.anything(),
          ProductCode: 'bastionhost',
          ProductType: 'bastionhost',
          Region: region,
          RenewStatus: 'NotRenewal',
          Status: 'Normal',
          SubscriptionType: 'Subscription',
        },
      ],
      PageNum: 1,
      PageSize: 20,
      TotalCount: 1,
    });
  });

  it.each<[string, Members, number]>([
    ['the international product', { ProductCode: 'bastionhost', ProductType: 'bastionhost_std_public_intl' }, 1],
    ['no product', {}, 1],
    ['another product', { ProductCode: 'vipcloudfw' }, 0],
    ['another region', { ...bastionhost, Region: 'eu-west-1' }, 0],
    ['a subscription that renews itself', { ...bastionhost, RenewStatus: 'AutoRenewal' }, 0],
    ["another account's instance", { ...bastionhost, InstanceIDs: other.instanceId }, 0],
    ['several instances', { ...bastionhost, InstanceIDs: `${other.instanceId},${bastion.instanceId}` }, 1],
  ])('finds by %s', async (_, parameters, count) => {
    expect((await query(parameters)).Data).toMatchObject({ TotalCount: count });
  });

  it('answers an empty list beyond the last page', async () => {
    expect((await query({ PageNum: 2 })).Data).toMatchObject({ InstanceList: [], PageNum: 2, TotalCount: 1 });
  });

  it.each<[string, Members]>([
    ['a page of 301', { PageSize: 301 }],
    ['an unknown way to pay', { SubscriptionType: 'Free' }],
    ['an end', { EndTimeStart: '2026-01-01T00:00:00Z' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(query(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });
});
