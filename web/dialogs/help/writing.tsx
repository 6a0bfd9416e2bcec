import { writingWords } from '../../words/writing.ts'
import { COMMANDS } from '../../composer/commands.ts'
import { Section } from '../../ui/section.tsx'

/** Help with writing: commands and Markdown. */
export function Writing() {
  const { help, commands } = writingWords
  return (
    <>
      <Section heading={help.commands}>
        <dl class="keys">
          {COMMANDS.map((name) => (
            <div key={name}>
              <dt>
                <code dir="ltr">/{name}</code> {commands[name].args}
              </dt>
              <dd>{commands[name].does}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">{help.literally}</p>
      </Section>
      <Section heading={help.markdown}>
        <dl class="keys">
          {help.marks.map(({ write, gives }) => (
            <div key={write}>
              <dt>
                <code dir="ltr">{write}</code>
              </dt>
              <dd>{gives}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  )
}
