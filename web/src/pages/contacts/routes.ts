import type { RouteRecordRaw } from 'vue-router'

const list = () => import('./ContactList.vue')
const meta = { area: 'contacts', pane: 'content' } as const

export const contactRoutes: RouteRecordRaw[] = [
  {
    path: '/contacts',
    name: 'contacts',
    components: { list, default: () => import('./NoContact.vue') },
    meta: { area: 'contacts', pane: 'list' },
  },
  {
    path: '/contacts/new',
    name: 'newFriends',
    components: { list, default: () => import('../assistants/FriendApplications.vue') },
    props: { default: { parent: { name: 'contacts' } } },
    meta,
  },
  { path: '/contacts/groups', name: 'groups', components: { list, default: () => import('./GroupsPage.vue') }, meta },
  {
    path: '/contacts/company/:id(\\d+)',
    name: 'company',
    components: { list, default: () => import('./CompanyPage.vue') },
    meta,
  },
  {
    path: '/contacts/person/:id(\\d+)',
    name: 'person',
    components: { list, default: () => import('./PersonPage.vue') },
    meta,
  },
]
