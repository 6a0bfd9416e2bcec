/** Writes docs/metrics.md from server/metrics/: `npm run docs`. A test fails when the file is outdated. */
import { writeFileSync } from 'node:fs'
import { METERS } from '../server/metrics/meters.ts'

export const METRICS_DOCS = new URL('../docs/metrics.md', import.meta.url)

/** The figures of every Node process, in the words that people search for. Some of it only on Linux. */
const OF_NODE: Record<string, string> = {
  process_cpu_seconds_total:
    'Processor time, of all threads; also `process_cpu_user_seconds_total` and `process_cpu_system_seconds_total`.',
  process_resident_memory_bytes: 'Memory of the process.',
  process_start_time_seconds: 'When the process started, in seconds since 1970.',
  nodejs_eventloop_lag_p99_seconds:
    'The delay of the event loop since the request before: in one of a hundred cases it was longer. A timer of 10 ms measures it, so 10 ms is none. Also `nodejs_eventloop_lag_p50_seconds`, `nodejs_eventloop_lag_p90_seconds`, `nodejs_eventloop_lag_min_seconds`, `nodejs_eventloop_lag_max_seconds`, `nodejs_eventloop_lag_mean_seconds` and `nodejs_eventloop_lag_stddev_seconds`; `nodejs_eventloop_lag_seconds` is the delay during the request.',
  nodejs_heap_size_used_bytes:
    'Memory of JavaScript in use, of `nodejs_heap_size_total_bytes`; also `nodejs_external_memory_bytes`.',
  nodejs_gc_duration_seconds: 'How long collecting garbage took, by kind.',
  nodejs_version_info: 'The version of Node.',
}

export function renderMetrics(): string {
  return `# Metrics

Made from \`server/metrics/\` by \`npm run docs\`: do not edit it by hand.

\`GET /metrics\` answers in the format of [Prometheus](https://prometheus.io), below \`--base\` if there is one. Nothing in it names a person, a room or a
message, and the number of its lines does not depend on how many there are. Each node of a chat tells of itself: Prometheus asks all of them, and adds up.

**Who may read it.** Without a setting only programs on the same machine, at \`http://localhost:5050/metrics\`. A request that a proxy passed on is refused, unless \`--trust-proxy\` names
the proxy and every address that it gives is one of this machine. With \`METRICS_TOKEN\` (or \`--metrics-token\`, which other users of the machine can see), only who
shows it may read, from anywhere: \`Authorization: Bearer TOKEN\`. Set one when a proxy on the same machine sends no header of its own.

\`\`\`yaml
# prometheus.yml
scrape_configs:
  - job_name: earshot
    authorization: { credentials_file: /etc/prometheus/earshot-token } # not needed on the same machine
    static_configs: [{ targets: ['localhost:5050'] }]
rule_files: [alerts.yml]
\`\`\`

[metrics/grafana.json](metrics/grafana.json) is a dashboard for Grafana (Dashboards, New, Import), [metrics/alerts.yml](metrics/alerts.yml) are three alerts for Prometheus, each with what to do.

**What it costs.** The server adds up plain numbers, whether somebody asks or not. The library that writes the text is loaded with the first request, which takes a moment longer.
An answer costs about 3 ms of processor time with 5,000 connections (\`npm run bench -- metrics\`).

## Of Earshot

A counter begins at 0 with the process, and only grows. A histogram has \`_bucket\` by \`le\`, \`_sum\` and \`_count\`. Durations are in seconds.

| metric | kind | |
|---|---|---|
${Object.entries(METERS)
  .map(([name, { type, help }]) => `| \`${name}\` | ${type} | ${help} |`)
  .join('\n')}

## Of the process

| metric | |
|---|---|
${Object.entries(OF_NODE)
  .map(([name, help]) => `| \`${name}\` | ${help} |`)
  .join('\n')}
`
}

if (import.meta.main) writeFileSync(METRICS_DOCS, renderMetrics())
