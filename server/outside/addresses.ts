/** Which addresses belong to the public internet. */
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** All of IPv6 that is given out so far. Addresses outside of it have a special meaning, or none yet. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]

/** Services of a cloud for its own machines, at an address that looks public: Azure's. */
const OF_A_CLOUD = ['168.63.129.16']

/**
 * Whether anybody may be led there. Only what is known to be public is: an IPv4 address written as IPv6, mapped or
 * translated in any way, is not. Nor is what is this machine's own.
 */
export function isPublic(address: string, own = ownAddresses()): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast' || own.some((mine) => isNeighbour(parsed, ipaddr.parse(mine)))) return false
  if (parsed instanceof ipaddr.IPv4) return !OF_A_CLOUD.includes(parsed.toString())
  return parsed.match(GLOBAL_UNICAST) && !isTunnelled(parsed)
}

/** ISATAP: the last half of the address names an IPv4 address inside of the network (RFC 5214). */
const isTunnelled = ({ parts }: ipaddr.IPv6): boolean => ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe

/** The same address, or one in the same network of IPv6: such neighbours often trust each other. */
function isNeighbour(address: ipaddr.IPv4 | ipaddr.IPv6, mine: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return address.toString() === mine.toString()
  return mine instanceof ipaddr.IPv6 && address.match(mine, 64)
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address))
