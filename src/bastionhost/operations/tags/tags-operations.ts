import { ListTagKeys } from './list-tag-keys.ts';
import { ListTagResources } from './list-tag-resources.ts';
import { TagResources } from './tag-resources.ts';
import { UntagResources } from './untag-resources.ts';

export const tagsOperations = [ListTagKeys, ListTagResources, TagResources, UntagResources];
