import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { Unloaded } from './unloaded.tsx'

const TRY_AGAIN_MS = 5_000

/** A component that is loaded when it is first shown. `isLoud`: if it cannot be had, the reader is told. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isLoud = false }: { isLoud?: boolean } = {},
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | undefined>(undefined)
  const hasFailed = signal(false)
  let loading: Promise<void> | undefined

  async function begin(): Promise<void> {
    try {
      loaded.value = await load()
    } catch (error) {
      // No network, or the server has another page by now.
      console.warn(error)
      hasFailed.value = true
      setTimeout(() => (loading = begin()), TRY_AGAIN_MS)
    }
  }

  return function Lazy(props: Props) {
    const Loaded = loaded.value
    if (Loaded) return <Loaded {...props} />
    loading ??= begin()
    return isLoud && hasFailed.value ? <Unloaded /> : null
  }
}
