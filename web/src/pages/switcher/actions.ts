import {
  AtSign,
  Bell,
  Bookmark,
  Keyboard,
  KeyRound,
  MailPlus,
  Moon,
  Palette,
  QrCode,
  Sun,
  UserPlus,
  UserRound,
  UserRoundPlus,
  UsersRound,
} from '@lucide/vue'
import type { Component } from 'vue'
import { areas } from '../../frame/areas.ts'
import { isHelpOpen } from '../../frame/switching.ts'
import { mayInvite } from '../../session.ts'
import { following } from '../../text/following.ts'
import { join } from '../../text/join.ts'
import { me } from '../../text/me.ts'
import { namesOf } from '../../text/names.ts'
import { people } from '../../text/people.ts'
import { shortcuts } from '../../text/shortcuts.ts'
import { switcher } from '../../text/switcher.ts'
import { isPhone } from '../../ui/screen.ts'
import { chooseTheme, isDark } from '../../ui/theme.ts'
import type { Candidate } from './entry.ts'
import type { Going } from './going.ts'

type Action = { key: string; title: string; icon: Component; words: string; open(): void }

const candidateOf = ({ words, ...action }: Action): Candidate => ({
  names: namesOf(action.title, words.split(' ')),
  used: 0,
  entry: { ...action, key: `a ${action.key}`, text: '' },
})

/** What one can do from everywhere, and the pages one can go to, by the words that people use for them. */
export function actionsOf(go: Going): Candidate[] {
  const areaWords = {
    messages: switcher.toMessagesWords,
    contacts: switcher.toContactsWords,
    home: switcher.toHomeWords,
    me: switcher.profileWords,
  }
  const pages = [
    { name: 'mentions', title: following.mentions, icon: AtSign, words: following.mentionsWords },
    { name: 'saved', title: following.saved, icon: Bookmark, words: following.savedWords },
    { name: 'groups', title: people.myGroups, icon: UsersRound, words: switcher.toGroupsWords },
    { name: 'newFriends', title: people.newFriends, icon: UserRoundPlus, words: switcher.toNewFriendsWords },
    { name: 'me-profile', title: me.profile, icon: UserRound, words: switcher.profileWords },
    { name: 'me-code', title: me.code, icon: QrCode, words: switcher.codeWords },
    { name: 'me-security', title: me.security, icon: KeyRound, words: switcher.securityWords },
    { name: 'me-notices', title: me.notices, icon: Bell, words: switcher.noticesWords },
    { name: 'me-look', title: me.look, icon: Palette, words: switcher.lookWords },
    ...areas
      .filter(({ name }) => name !== 'me')
      .map(({ name, label, icon }) => ({ name, title: label(), icon, words: areaWords[name] })),
  ]
  const actions: Action[] = [
    {
      key: 'group',
      title: switcher.newGroup,
      icon: UsersRound,
      words: switcher.newGroupWords,
      open: () => go.begin({ what: 'group' }),
    },
    {
      key: 'friend',
      title: switcher.addFriend,
      icon: UserPlus,
      words: switcher.addFriendWords,
      open: () => go.begin({ what: 'friend' }),
    },
    ...(mayInvite.value
      ? [
          {
            key: 'invite',
            title: join.invite,
            icon: MailPlus,
            words: switcher.inviteWords,
            open: () => go.begin({ what: 'invite' }),
          },
        ]
      : []),
    {
      key: 'theme',
      title: isDark.value ? switcher.goLight : switcher.goDark,
      icon: isDark.value ? Sun : Moon,
      words: switcher.themeWords,
      open: () => chooseTheme(isDark.value ? 'light' : 'dark'),
    },
    ...(isPhone.value
      ? []
      : [
          {
            key: 'shortcuts',
            title: shortcuts.title,
            icon: Keyboard,
            words: shortcuts.words,
            open: () => {
              isHelpOpen.value = true
            },
          },
        ]),
    ...pages.map(({ name, ...page }) => ({ ...page, key: name, open: () => go.page(name) })),
  ]
  return actions.map(candidateOf)
}
