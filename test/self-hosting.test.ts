/** docs/self-hosting.md, line by line, as far as a test can go. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { HELP } from '../server/config.ts'
import { commands, PAGE } from './support/documented.ts'
import { post, signIn, wholeHistory } from './support/http.ts'
import { sqlite3, systemd } from './support/peers.ts'
import { ROOT } from './support/root.ts'
import { type Server, startServer, temporaryFolder } from './support/server.ts'
import { enter } from './support/sockets.ts'

test('[H27] the page names each example, and only settings that exist', () => {
  const examples = globSync('docs/self-hosting/**/*.*', { cwd: ROOT }).map((path) => path.replace('docs/', ''))
  assert.ok(examples.length > 10)
  for (const example of examples) assert.ok(PAGE.includes(`(${example})`), example)
  const settings = new Set([...PAGE.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name!))
  assert.ok(settings.size > 4)
  for (const setting of settings) assert.ok(HELP.includes(setting), setting)
})

test('[H27] what the page says that the log says is what it says', () => {
  const sources = ['doors/doorkeeper.ts', 'front-door.ts', 'sockets/attach.ts'].map((file) =>
    readFileSync(join(ROOT, 'server', file), 'utf8'),
  )
  const said = [...PAGE.matchAll(/^\|[^|]+\|[^|]+\| `([^`]+)` \|$/gm)].map(([, sentence]) => sentence!)
  assert.ok(said.length > 6)
  for (const sentence of said) {
    // The parts between what an operator's own address is.
    const parts = sentence.split(/“[^”]*”|https?:\/\/\S+|\/chat\/|…/).map((part) => part.trim().replace(/^\. /, ''))
    for (const part of parts.filter((text) => text.length > 20 && !text.startsWith('(or ')))
      assert.ok(
        sources.some((text) => text.includes(part.replace(/ with --.*/, ' with'))),
        part,
      )
  }
})

test(
  '[H27] a data folder is backed up while the server runs, and restored with another epoch',
  { skip: sqlite3.skip },
  async () => {
    const place = temporaryFolder()
    const dataDir = join(place, 'lib/5050')
    mkdirSync(join(place, 'backups'))
    mkdirSync(join(place, 'lib'))
    let server: Server = await startServer({ dataDir })
    const ann = await signIn(server, 'Ann')
    const epoch = async () => {
      const member = await enter(server.url, { token: ann.token })
      member.leave()
      return member.welcome.epoch
    }
    const before = await epoch()
    /** Another user's rights need another user, and systemd a machine of its own. */
    const play = async (block: string) => {
      for (const line of commands(block).split('\n')) {
        if (line.startsWith('systemctl stop')) await server.stop()
        else if (line.startsWith('systemctl start')) server = await startServer({ dataDir })
        else {
          const here = line
            .replaceAll('/var/lib/earshot', join(place, 'lib'))
            .replaceAll('/var/backups', join(place, 'backups'))
            .replaceAll(' -o earshot -g earshot', '')
            .replaceAll('chown --recursive earshot:earshot', 'ls')
          const { status, stdout, stderr } = spawnSync('bash', ['-c', here], { encoding: 'utf8' })
          assert.equal(status, 0, `${here}: ${stdout}${stderr}`)
        }
      }
    }
    await post(server, ann.token, 'before the backup')
    await play('backup-folder')
    await post(server, ann.token, 'after the backup')
    await play('restore-folder')
    assert.deepEqual(
      (await wholeHistory(server, ann.token)).map(({ body }) => body),
      ['before the backup'],
    )
    assert.notEqual(await epoch(), before)
    await server.stop()
  },
)

test('[H26] systemd takes the unit, and finds little that it might do', { skip: systemd.skip }, () => {
  const folder = temporaryFolder()
  const unit = join(folder, 'earshot@5050.service')
  const given = readFileSync(join(ROOT, 'docs/self-hosting/earshot@.service'), 'utf8')
  writeFileSync(unit, given.replaceAll('/opt/earshot', ROOT).replaceAll(/^(User|Group)=earshot$/gm, '$1=daemon'))
  const verified = spawnSync(systemd.command, ['verify', '--recursive-errors=no', unit], { encoding: 'utf8' })
  assert.deepEqual([verified.status, verified.stderr], [0, ''])
  const judged = spawnSync(systemd.command, ['security', '--offline=true', '--threshold=15', unit], {
    encoding: 'utf8',
  })
  assert.equal(judged.status, 0, judged.stdout.slice(-300))
})
