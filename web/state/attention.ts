/** Whether a user looks at this page. Only then do shown messages count as read. */
import { signal } from '@preact/signals'

const isLookedAt = () => !document.hidden && document.hasFocus()

export const isAttentive = signal(isLookedAt())

const look = () => (isAttentive.value = isLookedAt())
document.addEventListener('visibilitychange', look)
addEventListener('focus', look)
addEventListener('blur', look)
