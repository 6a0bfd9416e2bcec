import type { Client } from '../../../client/client.ts'
import type { Preferences } from '../../../protocol/models.ts'
import { look } from '../../browser/look.ts'
import { THEMES, chooseTheme, theme } from '../../browser/theme.ts'
import { Choices } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { useSetting } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { Sample } from './sample.tsx'

const DENSITIES = ['comfortable', 'compact'] as const
const SIZES = ['small', 'medium', 'large', 'larger'] as const
const CLOCKS = ['system', '12', '24'] as const

/** The look of the page. The theme is this device's; the other preferences follow the account. */
export function LookOfPage({ client }: { client: Client }) {
  const says = dialogWords.account.look
  const { density, textSize, clock } = look.value
  return (
    <>
      <Section heading={says.here}>
        <Choices
          legend={says.theme}
          isRow
          name="theme"
          value={theme.value}
          onChoose={chooseTheme}
          options={THEMES.map((value) => ({ value, label: says.themes[value] }))}
        />
      </Section>
      <Section heading={says.everywhere}>
        <Preference
          client={client}
          legend={says.density}
          name="density"
          value={density}
          options={DENSITIES.map((value) => ({ value, label: says.densities[value] }))}
          patch={(value) => ({ density: value })}
        />
        <Preference
          client={client}
          legend={says.textSize}
          name="text-size"
          value={textSize}
          options={SIZES.map((value) => ({ value, label: says.textSizes[value] }))}
          patch={(value) => ({ textSize: value })}
        />
        <Preference
          client={client}
          legend={says.clock}
          name="clock"
          value={clock}
          options={CLOCKS.map((value) => ({ value, label: says.clocks[value] }))}
          patch={(value) => ({ clock: value })}
        />
        <Sample client={client} />
      </Section>
    </>
  )
}

type PreferenceProps<Value extends string> = {
  client: Client
  legend: string
  name: string
  value: Value
  options: readonly { value: Value; label: string }[]
  patch: (value: Value) => Preferences
}

/** A preference with its own action: the next can be changed while this one is still being sent. */
function Preference<Value extends string>({ client, patch, ...choices }: PreferenceProps<Value>) {
  const update = useSetting((value: Value) => client.run('preferences:update', patch(value)))
  return (
    <div class="field-frame">
      <Choices {...choices} isRow onChoose={update.start} />
      <Problem failure={update.failure} />
    </div>
  )
}
