import { signal } from '@preact/signals'
import type { ComponentChildren, ComponentType } from 'preact'
import { calmly } from '../browser/calmly.ts'
import { untilOnline } from '../browser/until-online.ts'
import { isAtRest } from '../state/at-rest.ts'
import { closeCard } from '../state/open-card.ts'
import { closeDialog } from '../state/open-dialog.ts'
import { closePanel } from '../state/open-panel.ts'
import { words } from '../words/first.ts'
import { Broken } from './broken.tsx'
import { Trouble } from './trouble.tsx'

const TRY_AGAIN_MS = 5_000

type Options<Props> = { isLoud?: boolean; canWait?: boolean; until?: (props: Props) => ComponentChildren }

/**
 * A component that is loaded when first shown. If it breaks, only this part is gone. With `isLoud`, the reader is told
 * if it breaks or fails to load. With `canWait`, it is loaded and shown when the page is at rest. `until` is shown before.
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isLoud = false, canWait = false, until }: Options<Props> = {},
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | undefined>(undefined)
  const hasFailed = signal(false)
  let loading: Promise<void> | undefined

  async function begin(): Promise<void> {
    try {
      await untilOnline()
      loaded.value = await (canWait ? calmly(load) : load())
    } catch (error) {
      // No network, or the server has another page by now.
      console.warn(error)
      hasFailed.value = true
      setTimeout(() => (loading = begin()), TRY_AGAIN_MS)
    }
  }

  return function Lazy(props: Props) {
    const Loaded = loaded.value
    if (Loaded) {
      return (
        <Broken instead={isLoud ? <Trouble text={words.broken.part} onClose={close} /> : null}>
          <Loaded {...props} />
        </Broken>
      )
    }
    if (!canWait || isAtRest.value) loading ??= begin()
    return isLoud && hasFailed.value ? <Trouble text={words.broken.unloaded} onClose={close} /> : until?.(props)
  }
}

/** A loud part is always one that the reader has opened. */
function close(): void {
  closeCard()
  closeDialog()
  closePanel()
}
