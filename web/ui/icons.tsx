import { Icon } from './icon.tsx'

export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M5.6 18.4 7 17M17 7l1.4-1.4" />
  </Icon>
)

export const MoonIcon = () => (
  <Icon>
    <path d="M20 14.500A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.500Z" />
  </Icon>
)

export const HalfIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 4a8 8 0 0 1 0 16Z" class="icon-filled" />
  </Icon>
)

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M6 11l6-6 6 6" />
  </Icon>
)

export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Icon>
)

/** The product's logo: a sound in the corner, and its waves. */
export const Mark = () => (
  <Icon>
    <circle cx="7" cy="17" r="1.5" class="icon-filled" />
    <path d="M6 11a7 7 0 0 1 7 7M6 6a12 12 0 0 1 12 12" />
  </Icon>
)

export const Lock = () => (
  <Icon>
    <path d="M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3" />
  </Icon>
)
