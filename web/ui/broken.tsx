import { Component, type ComponentChildren } from 'preact'
import { words } from '../words/first.ts'
import { Trouble } from './trouble.tsx'

type Props = { children: ComponentChildren; instead?: ComponentChildren }

/** A bug in one part leaves the others alone. A sentence and a way out take its place, or the given `instead`. */
export class Broken extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false }

  override componentDidCatch(error: unknown) {
    console.error(error)
    this.setState({ isBroken: true })
  }

  override render({ children, instead = <Trouble text={words.broken.part} /> }: Props) {
    return this.state.isBroken ? instead : children
  }
}

/** The page after a bug that leaves nothing usable. */
export function BrokenPage() {
  return (
    <div class="card" role="alert">
      <h1>{words.broken.heading}</h1>
      <p>{words.broken.text}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
    </div>
  )
}
