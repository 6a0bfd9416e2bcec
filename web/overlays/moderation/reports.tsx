import type { Client } from '../../../client/client.ts'
import type { Me, Report } from '../../../protocol/models.ts'
import { closeOverlay, openOverlay } from '../../overlay.ts'
import { Name } from '../../ui/name.tsx'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import { type Loaded, useAction } from '../action.ts'
import { Listed } from '../parts/listed.tsx'
import { Confirm } from '../parts/orders.tsx'
import { Done } from '../parts/section.tsx'
import { sayAgo, sayMoment } from '../when.ts'

type GoTo = (slug: string, seq?: number) => void
type Props = { client: Client; me: Me; reports: Loaded<{ reports: Report[] }>; goTo: GoTo }

/** Messages that somebody wants looked at. */
export function Reports({ client, me, reports, goTo }: Props) {
  return (
    <Listed loaded={reports} isEmpty={(list) => list.reports.length === 0} empty={overlayWords.moderation.noReports}>
      {(list) => (
        <ul class="reports">
          {list.reports.map((report) => (
            <ReportCard
              key={report.id}
              client={client}
              me={me}
              report={report}
              goTo={goTo}
              onClosed={() => reports.change((now) => ({ reports: now.reports.filter(({ id }) => id !== report.id) }))}
            />
          ))}
        </ul>
      )}
    </Listed>
  )
}

type CardProps = { client: Client; me: Me; report: Report; goTo: GoTo; onClosed: () => void }

function ReportCard({ client, me, report, goTo, onClosed }: CardProps) {
  const says = overlayWords.moderation.report
  const { roomId, seq } = report
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
      <blockquote dir="auto">{report.body}</blockquote>
      <p class="soft">
        {says.by} <Name user={report.by} />
        {report.reason !== '' && (
          <>
            {': '}
            <bdi>{report.reason}</bdi>
          </>
        )}
      </p>
      <Problem failure={remove.failure ?? close.failure} />
      {remove.acting.state === 'done' && <Done>{says.deleted}</Done>}
      <div class="acts">
        <button
          type="button"
          class="button"
          onClick={() => {
            closeOverlay()
            goTo(slug, seq)
          }}
        >
          {says.open}
        </button>
        {report.author.id !== me.user.id && (
          <button
            type="button"
            class="button"
            onClick={() => openOverlay({ kind: 'person', user: report.author, roomId })}
          >
            {says.person}
          </button>
        )}
        {remove.acting.state !== 'done' && (
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
