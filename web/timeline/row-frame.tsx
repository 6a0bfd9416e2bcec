import type { ComponentChildren } from 'preact'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../people/avatar.tsx'
import { Name } from '../people/name.tsx'

/** The two columns of a row: the picture or time on the left, the text under its first line on the right. */
export function RowFrame(props: {
  author: User
  isHead: boolean
  aside: ComponentChildren
  /** Marks on the line of the time. */
  marks?: ComponentChildren
  children: ComponentChildren
}) {
  const { author, isHead, aside, marks, children } = props
  return (
    <>
      {!isHead && (
        // Sighted readers see the group. A screen reader hears the name first in each row.
        <span class="unseen" translate={false}>
          {author.name}:{' '}
        </span>
      )}
      <div class="gutter">{isHead ? <Avatar name={author.name} id={author.id} picture={author.picture} /> : aside}</div>
      <div class="said">
        {isHead ? (
          <header class="by">
            <Name user={author} isButton />
            {aside}
            {marks}
          </header>
        ) : (
          marks
        )}
        {children}
      </div>
    </>
  )
}
