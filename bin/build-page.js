// Builds the page after an install. Plain JavaScript, because npm may run it with a Node too old for the rest.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 24 || (major === 24 && minor >= 15)) {
  const { ensurePage } = await import('../web/build.ts')
  try {
    await ensurePage((line) => console.log(line))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
} else {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const pinned = fileURLToPath(new URL(`../node_modules/.bin/${binary}`, import.meta.url))
  if (existsSync(pinned)) {
    const { status } = spawnSync(pinned, [fileURLToPath(import.meta.url)], { stdio: 'inherit' })
    process.exitCode = status ?? 1
  } else {
    console.log(
      `The page is built at the first start: Node ${process.version} is too old for it, and needs to be 24.15 or newer.`,
    )
  }
}
