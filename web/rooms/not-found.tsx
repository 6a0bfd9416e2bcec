import { words } from '../words.ts'

export function NotFound() {
  const { heading, text, link } = words.room.notFound
  return (
    <div class="card">
      <h2>{heading}</h2>
      <p>{text}</p>
      <a class="button" href="/">
        {link}
      </a>
    </div>
  )
}
