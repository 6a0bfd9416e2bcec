import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, Report, Reporter, ReportsList } from '../../../protocol/models.ts'
import { closeDialog, openDialog } from '../../state/open-dialog.ts'
import { Name } from '../../people/name.tsx'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { type Loaded, useAction } from '../../ui/use-action.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { Confirm } from '../../ui/buttons.tsx'
import { Done } from '../../ui/section.tsx'
import { sayAgo, sayMoment } from '../../ui/moments.ts'
import { sayBytes } from './say-files.ts'

type GoTo = (slug: string, seq?: number) => void
type Props = { client: Client; me: Me; reports: Loaded<ReportsList>; goTo: GoTo }

/** The number of reporters named at first. */
const NAMED = 3

/** Reported messages. */
export function Reports({ client, me, reports, goTo }: Props) {
  return (
    <Listed loaded={reports} isEmpty={(list) => list.reports.length === 0} empty={dialogWords.moderation.noReports}>
      {(list) => (
        <>
          <ul class="reports">
            {list.reports.map((report) => (
              <ReportCard
                key={report.id}
                client={client}
                me={me}
                report={report}
                goTo={goTo}
                onClosed={() =>
                  reports.change((now) => ({
                    reports: now.reports.filter(({ id }) => id !== report.id),
                    open: now.open - 1,
                  }))
                }
              />
            ))}
          </ul>
          {list.open > list.reports.length && (
            <p class="soft">{dialogWords.moderation.report.moreFollow(list.open - list.reports.length)}</p>
          )}
        </>
      )}
    </Listed>
  )
}

type CardProps = { client: Client; me: Me; report: Report; goTo: GoTo; onClosed: () => void }

function ReportCard({ client, me, report, goTo, onClosed }: CardProps) {
  const says = dialogWords.moderation.report
  const { roomId, seq } = report
  const { body, files = [] } = report
  const isGone = body === '' && files.length === 0
  const remove = useAction(() => client.run('message:delete', { roomId, seq }))
  const close = useAction(() => client.run('report:resolve', { reportId: report.id }))
  const slug = client.rooms.get(roomId)?.slug.value ?? roomId
  return (
    <li class="report">
      <p class="person-note">
        <bdi>{report.roomName}</bdi>
        {' · '}
        <span title={sayMoment(report.at)}>{sayAgo(report.at)}</span>
      </p>
      <p>
        <Name user={report.author} />
      </p>
      {isGone && <p class="soft">{says.gone}</p>}
      {body !== '' && <blockquote dir="auto">{body}</blockquote>}
      {files.map(({ id, name, size }) => (
        <p key={id} class="reported-file">
          <bdi>{name}</bdi> · {sayBytes(size)}
        </p>
      ))}
      <Reporters client={client} report={report} />
      <Problem failure={remove.failure ?? close.failure} />
      {remove.acting.state === 'done' && <Done>{says.deleted}</Done>}
      <div class="acts">
        <button
          type="button"
          class="button"
          onClick={() => {
            closeDialog()
            goTo(slug, seq)
          }}
        >
          {says.open}
        </button>
        {report.author.id !== me.user.id && (
          <button
            type="button"
            class="button"
            onClick={() => openDialog({ kind: 'person', user: report.author, roomId })}
          >
            {says.person}
          </button>
        )}
        {remove.acting.state !== 'done' && !isGone && (
          <Confirm label={says.delete} question={<p>{says.deleteQuestion}</p>} action={remove} />
        )}
        <button
          type="button"
          class="button"
          aria-disabled={close.isRunning}
          onClick={() => void close.start().then((result) => result?.ok && onClosed())}
        >
          {says.close}
        </button>
      </div>
    </li>
  )
}

/** The reporters and their reasons: the first few, and all of them on demand, page by page. */
function Reporters({ client, report }: { client: Client; report: Report }) {
  const says = dialogWords.moderation.report
  const [shown, setShown] = useState(report.reporters.slice(0, NAMED))
  const [next, setNext] = useState<string>()
  const load = useAction((after?: string) => client.run('report:reporters', { reportId: report.id, after }))

  async function loadMore() {
    const page = await load.start(next)
    if (!page?.ok) return
    setShown(next === undefined ? page.value.reporters : [...shown, ...page.value.reporters])
    setNext(page.value.next)
  }

  const isMore = next !== undefined || (shown.length <= NAMED && report.count > shown.length)
  return (
    <>
      {report.count > 1 && <p>{says.count(report.count, report.networks)}</p>}
      <ul class="reporters soft">
        {shown.map((reporter) => (
          <ReporterLine key={reporter.user.id} reporter={reporter} />
        ))}
      </ul>
      <Problem failure={load.failure} />
      {isMore && (
        <button type="button" class="text-button" aria-disabled={load.isRunning} onClick={() => void loadMore()}>
          {next === undefined ? says.everybody(report.count) : dialogWords.more}
        </button>
      )}
    </>
  )
}

function ReporterLine({ reporter: { user, reason, body } }: { reporter: Reporter }) {
  const says = dialogWords.moderation.report
  return (
    <li>
      {says.by} <Name user={user} />
      {reason !== '' && (
        <>
          {': '}
          <bdi>{reason}</bdi>
        </>
      )}
      {body !== undefined && (
        <>
          <br />
          {says.saidThen} <bdi>{body}</bdi>
        </>
      )}
    </li>
  )
}
