/** One kind of mail with a link. `chat` is the chat’s name. */
type Linked = { subject: (chat: string) => string; says: (chat: string) => string; button: string; holds: string }

export type MailWords = {
  dir: 'ltr' | 'rtl'
  hello: (name: string) => string
  confirm: Linked
  sign_in: Linked
  password: Linked
  changed: { subject: (chat: string) => string; says: (chat: string) => string }
  missed: {
    fromPeople: (names: string) => string
    inRoom: (room: string) => string
    waiting: (count: string) => string
    more: (count: string) => string
    open: string
  }
  weekly: { subject: (chat: string) => string; says: string; room: (name: string, count: string) => string }
  /** The words of the link that stops mails of this kind. */
  stop: string
  /** For mails that somebody may not have asked for. */
  notYou: string
  noReply: string
}
