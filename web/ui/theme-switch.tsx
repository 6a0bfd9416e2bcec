import { shellWords } from '../words/shell.ts'
import { HalfIcon, MoonIcon, SunIcon } from './icons.tsx'
import { switchTheme, theme } from '../browser/theme.ts'

const ICONS = { system: HalfIcon, light: SunIcon, dark: MoonIcon }

export function ThemeSwitch() {
  const Icon = ICONS[theme.value]
  const label = shellWords.theme[theme.value]
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={switchTheme}>
      <Icon />
    </button>
  )
}
