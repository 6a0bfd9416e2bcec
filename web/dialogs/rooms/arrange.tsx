import type { Client } from '../../../client/client.ts'
import { type Section, arrange, arrangementOf } from '../../shell/arrangement.ts'
import { moved } from '../../shell/arranging.ts'
import { shelfOf } from '../../shell/room-order.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { shellWords } from '../../words/shell.ts'
import { Icon } from '../../ui/icon.tsx'

/** The order of the sidebar by buttons, for keyboard and touch. */
export function Arrange({ client }: { client: Client }) {
  const says = dialogWords.arrange
  const { sections, favourites } = arrangementOf(client)
  const shown = shelfOf(client).favourites
  const nameOf = (id: string) => shown.find((room) => room.id === id)?.name.value ?? id
  const visible = shown.map(({ id }) => id)
  return (
    <div class="stack">
      <p class="soft">{says.text}</p>
      <Order
        heading={says.sections}
        list={sections}
        nameOf={(section: Section) => shellWords.sidebar[section]}
        onOrder={(next) => arrange(client, { sections: next })}
      />
      {visible.length > 0 ? (
        <Order
          heading={shellWords.sidebar.favourites}
          list={visible}
          nameOf={nameOf}
          // Hidden favourites keep their order, behind the others.
          onOrder={(next) =>
            arrange(client, { favourites: [...next, ...favourites.filter((id) => !visible.includes(id))] })
          }
        />
      ) : (
        <section class="section">
          <h2>{shellWords.sidebar.favourites}</h2>
          <p class="soft">{says.noFavourites}</p>
        </section>
      )}
    </div>
  )
}

type OrderProps<T extends string> = {
  heading: string
  list: readonly T[]
  nameOf: (one: T) => string
  onOrder: (next: T[]) => void
}

function Order<T extends string>({ heading, list, nameOf, onOrder }: OrderProps<T>) {
  function move(one: T, step: 1 | -1) {
    const place = list.indexOf(one) + step
    if (place < 0 || place >= list.length) return
    onOrder(moved(list, one, place))
  }

  return (
    <section class="section">
      <h2>{heading}</h2>
      <ul class="lines">
        {list.map((one, place) => (
          <li class="line" key={one}>
            <span class="line-words">
              <bdi class="line-name">{nameOf(one)}</bdi>
            </span>
            <Step label={dialogWords.arrange.up(nameOf(one))} isOff={place === 0} onClick={() => move(one, -1)}>
              M6 14l6-6 6 6
            </Step>
            <Step
              label={dialogWords.arrange.down(nameOf(one))}
              isOff={place === list.length - 1}
              onClick={() => move(one, 1)}
            >
              M6 10l6 6 6-6
            </Step>
          </li>
        ))}
      </ul>
    </section>
  )
}

type StepProps = { label: string; isOff: boolean; onClick: () => void; children: string }

/** The button stays even where it does nothing: the focus on it must not be lost. */
const Step = ({ label, isOff, onClick, children }: StepProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} aria-disabled={isOff} onClick={onClick}>
    <Icon path={children} />
  </button>
)
