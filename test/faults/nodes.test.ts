/** Every fault of several servers on one database in its short version. */
import { findRedis } from '../support/redis.ts'
import { testShort } from './play-short.ts'
import { ON_SEVERAL_NODES } from './scenarios/all.ts'
import { sharedPostgres, sharedRedis } from './support/cluster.ts'

// They end with this file rather than with the first test that needs them.
await sharedPostgres()
if (findRedis()) await sharedRedis()

for (const scenario of ON_SEVERAL_NODES) testShort(scenario)
