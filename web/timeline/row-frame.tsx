import type { ComponentChildren } from 'preact'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'

/** The two columns of a row: who and when on the left or above, what on the right. */
export function RowFrame(props: {
  author: User
  isHead: boolean
  aside: ComponentChildren
  children: ComponentChildren
}) {
  const { author, isHead, aside, children } = props
  return (
    <>
      <div class="gutter">{isHead ? <Avatar name={author.name} /> : aside}</div>
      <div class="said">
        {isHead ? (
          <header class="by">
            <Name user={author} />
            {aside}
          </header>
        ) : (
          // Sighted readers see the group; everybody else is told.
          <span class="unseen">{author.name}: </span>
        )}
        {children}
      </div>
    </>
  )
}
