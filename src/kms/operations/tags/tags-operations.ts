import { ListResourceTags } from './list-resource-tags.ts';
import { ListTagResources } from './list-tag-resources.ts';
import { TagResource } from './tag-resource.ts';
import { TagResources } from './tag-resources.ts';
import { UntagResource } from './untag-resource.ts';
import { UntagResources } from './untag-resources.ts';

export const tagsOperations = [
  ListResourceTags,
  ListTagResources,
  TagResource,
  TagResources,
  UntagResource,
  UntagResources,
];
