import { Component, type ComponentChildren } from 'preact'
import { words } from '../words.ts'

/** A bug in one component must leave a sentence and a way out, not an empty page. */
export class Broken extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false }

  override componentDidCatch(error: unknown) {
    console.error(error)
    this.setState({ isBroken: true })
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
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
}
