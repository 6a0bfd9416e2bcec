import { aroundWords } from '../words-around.ts'
import { HalfIcon, MoonIcon, SunIcon } from './icons.tsx'
import { switchTheme, theme } from './theme.ts'

const ICONS = { system: HalfIcon, light: SunIcon, dark: MoonIcon }

export function ThemeSwitch() {
  const Icon = ICONS[theme.value]
  const label = aroundWords.theme[theme.value]
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={switchTheme}>
      <Icon />
    </button>
  )
}
