import type { ComponentChildren } from 'preact'
import './bar.css'

/** It lies over the messages and moves nothing. */
export function Bar({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="connection-bar" role="status">
      <span>{text}</span>
      {children}
    </div>
  )
}
