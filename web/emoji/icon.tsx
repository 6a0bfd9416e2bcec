import { Icon } from '../ui/icon.tsx'

/** A face, with a plus beside it for adding a reaction. */
export function FaceIcon({ isAdding = false }: { isAdding?: boolean }) {
  return (
    <Icon>
      {isAdding ? (
        <path d="M20 11.5a8 8 0 1 1-7.5-7.5M19 3v5M16.5 5.500h5M9.5 10h.01M14.5 10h.01M8.5 14a4 4 0 0 0 7 0" />
      ) : (
        <path d="M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM9.5 10h.01M14.5 10h.01M8.5 14a4 4 0 0 0 7 0" />
      )}
    </Icon>
  )
}
