import type { AccountSection } from '../../state/open-dialog.ts'
import { Icon } from '../../ui/icon.tsx'

const PATHS: Record<AccountSection, string> = {
  profile: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-3.5 3.8-5.5 7.5-5.500s6.7 2 7.5 5.5',
  notifications: 'M6.5 16V11a5.5 5.5 0 0 1 11 0v5l1.5 2H5ZM10 20.500h4',
  mail: 'M4 6h16v12H4ZM4 7l8 6 8-6',
  look: 'M12 20a8 8 0 1 1 8-8c0 2-1.5 3-3 3h-2a2 2 0 0 0-1.5 3.3c.4.6.2 1.7-1.5 1.7ZM8 11h.01M11 8h.01M15 8.500h.01',
  language:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4 12h16M12 4c2.5 2.5 3.5 5 3.5 8s-1 5.5-3.5 8c-2.5-2.5-3.5-5-3.5-8s1-5.5 3.5-8Z',
  devices: 'M4 6h12v9H4ZM2.5 18.500h11M17 10h4v9h-4Z',
  leaving: 'M13 5H6v14h7M10 12h10M17 9l3 3-3 3',
}

/** The icon of an account section. */
export const SectionIcon = ({ section }: { section: AccountSection }) => <Icon path={PATHS[section]} />
