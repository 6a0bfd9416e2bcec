/** Whether somebody looks at this page: only then is what is on the screen read. */
import { signal } from '@preact/signals'

const isLookedAt = () => !document.hidden && document.hasFocus()

export const isAttentive = signal(isLookedAt())

const look = () => (isAttentive.value = isLookedAt())
document.addEventListener('visibilitychange', look)
addEventListener('focus', look)
addEventListener('blur', look)
