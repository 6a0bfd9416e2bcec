/** Several servers on one database behind a balancer. Each is supervised, and its lines to Postgres and Redis can be cut. */
import { type Balancer, startBalancer } from '../../support/balancer.ts'
import { type Postgres, startPostgres } from '../../support/postgres.ts'
import { type Proxy, startProxy } from '../../support/proxy.ts'
import { type Redis, startRedis } from '../../support/redis.ts'
import { readPostgres, type Store } from '../store.ts'
import { type Supervised, Supervisor } from './supervisor.ts'

type ClusterOptions = {
  size: number
  /** How the nodes hear each other. Redis must be installed. */
  voice?: 'postgres' | 'redis'
  /** Whether the lines of the nodes to Postgres, or to Redis, can be cut. */
  isWired?: boolean
}

type Node = {
  supervisor: Supervisor
  /** Its user in Postgres, by which its connections are known there. */
  role: string
  /** Its line to the database, or to Redis if that is the voice; there is one where it is wired. */
  line: Proxy | undefined
}

/** One Postgres and one Redis serve all scenarios of a process, each with a database of its own. */
let postgresOfAll: Promise<Postgres> | undefined
let redisOfAll: Promise<Redis> | undefined

/** Ends with the test or the file that asks first. */
export const sharedPostgres = (): Promise<Postgres> => (postgresOfAll ??= startPostgres())
export const sharedRedis = (): Promise<Redis> => (redisOfAll ??= startRedis())

export class Cluster implements Supervised {
  readonly nodes: readonly Node[]
  readonly postgres: Postgres
  readonly redis: Redis | undefined
  /** The address of the database, for its superuser. */
  readonly #url: string
  #balancer: Balancer | undefined

  private constructor(nodes: readonly Node[], postgres: Postgres, redis: Redis | undefined, url: string) {
    this.nodes = nodes
    this.postgres = postgres
    this.redis = redis
    this.#url = url
  }

  static async make({ size, voice = 'postgres', isWired = false }: ClusterOptions): Promise<Cluster> {
    const postgres = await sharedPostgres()
    const redis = voice === 'redis' ? await sharedRedis() : undefined
    const url = await postgres.newDatabase()
    const nodes: Node[] = []
    for (let number = 1; number <= size; number++) {
      const address = new URL(url)
      const role = `${address.pathname.slice(1)}_node_${number}`
      await postgres.run(`create role ${role} superuser login`)
      address.username = role
      const line = isWired ? await startProxy({ port: redis?.port ?? Number(address.port) }) : undefined
      if (line && !redis) address.host = `localhost:${line.port}`
      const env = { DATABASE_URL: address.href, ...(redis && { REDIS_URL: redisUrl(redis, line) }) }
      nodes.push({ supervisor: new Supervisor({ env }), role, line })
    }
    return new Cluster(nodes, postgres, redis, url)
  }

  async start(): Promise<{ url: string; port: number }> {
    // The first one makes the tables.
    for (const { supervisor } of this.nodes) await supervisor.start()
    this.#balancer = await startBalancer(this.nodes.map(({ supervisor }) => supervisor.server.port))
    return this.balancer
  }

  get balancer(): Balancer {
    if (!this.#balancer) throw new Error('It has not been started.')
    return this.#balancer
  }

  stickyUrl(): Promise<string> {
    return this.balancer.openStickyDoor()
  }

  /** Carries out one statement in the nodes’ database. */
  run(sql: string): Promise<Record<string, unknown>[]> {
    return this.postgres.run(sql, this.#url)
  }

  /** Ends all connections of a node to Postgres. Answers with how many of them were in the middle of a transaction. */
  async cutConnections({ role }: Node): Promise<number> {
    // The states first: a connection that is being ended is in none.
    const ended = await this.run(
      `with found as materialized (
         select pid, state <> 'idle' and xact_start is not null as is_writing from pg_stat_activity where usename = '${role}')
       select is_writing, pg_terminate_backend(pid) from found`,
    )
    return ended.filter(({ is_writing }) => is_writing === true).length
  }

  /** Each node that nobody was connected to, and each mistake of the program in their logs. */
  get complaints(): string[] {
    const idle = this.balancer.taken.flatMap((taken, node) => (taken === 0 ? [`nobody was on node ${node + 1}`] : []))
    return [...idle, ...new Set(this.nodes.flatMap(({ supervisor }) => supervisor.bugs.map(errorIn)))]
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map(({ supervisor }) => supervisor.stop()))
  }

  readStore(): Promise<Store> {
    return readPostgres((sql) => this.run(sql))
  }
}

const redisUrl = ({ url }: Redis, line: Proxy | undefined): string => (line ? `redis://localhost:${line.port}` : url)

/** The error in a line of the log, without what makes each of them different. */
function errorIn(line: string): string {
  const { during, err } = JSON.parse(line) as { during?: string; err?: { message?: string; stack?: string } }
  return `logged as a bug during ${during}: ${err?.message} ${err?.stack?.split('\n').slice(1, 4).join(' ')}`
}
