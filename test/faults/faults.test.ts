/** Every fault of one server in its short version. */
import { testShort } from './play-short.ts'
import { ON_ONE_NODE } from './scenarios/all.ts'

for (const scenario of ON_ONE_NODE) testShort(scenario)
