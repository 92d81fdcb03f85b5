// Debian packages that hold data: fetched with apt-get and unpacked without installing anything or being root. Where
// there is no apt-get, a .deb file put into .cache/packages by hand serves as well.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dataUnusable } from '../../core/errors.ts';
import { ROOT } from '../root.ts';
import { PACKAGES } from './place.ts';

export interface DebianPackage {
  /** Where its files lie, as if the folder were the root of a file system. */
  readonly folder: string;
  /** name@version */
  readonly source: string;
}

const PLACE = relative(ROOT, PACKAGES);

const run = (command: string, args: readonly string[], cwd: string): { missing: boolean; ok: boolean; text: string } => {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { missing: error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT', ok: status === 0, text: error?.message ?? stderr };
};

/** `name_version_arch.deb`, where apt-get writes the colon of a version as %3a. */
const versionOf = (file: string): string => decodeURIComponent(file.split('_')[1] ?? '').replace(/\.deb$/, '');

const debFile = (name: string): string | undefined =>
  readdirSync(PACKAGES).filter((file) => file.startsWith(`${name}_`) && file.endsWith('.deb')).sort().at(-1);

const download = (name: string, version: string | undefined): string => {
  const asked = version === undefined ? name : `${name}=${version}`;
  process.stderr.write(`Fetching the Debian package ${asked} ...\n`);
  const { missing, ok, text } = run('apt-get', ['download', asked], PACKAGES);
  const byHand = `download ${name}${version === undefined ? '' : ` ${version}`} (a .deb file) from https://packages.debian.org/bookworm/${name} into ${PLACE}`;
  if (missing) throw dataUnusable(`The Debian package ${name} is needed, and this machine has no apt-get.`, `${byHand[0]!.toUpperCase()}${byHand.slice(1)}, then run the command again.`);
  const file = debFile(name);
  if (!ok || file === undefined) {
    const why = /^E: (.+)$/m.exec(text)?.[1] ?? 'it gave no reason';
    throw dataUnusable(`apt-get could not fetch ${asked} (${why}).`, `Run \`apt-get update\` as root once and try again, or ${byHand}.`);
  }
  return file;
};

/** dpkg-deb where it is; elsewhere tar twice, since the tar of macOS, BSD and Windows reads the outer archive, too. */
const unpack = (deb: string, into: string): string => {
  const tool = run('dpkg-deb', ['-x', deb, into], PACKAGES);
  if (!tool.missing) return tool.ok ? '' : tool.text;
  const outer = run('tar', ['-xf', deb, '-C', into], PACKAGES);
  const inner = outer.ok ? readdirSync(into).find((file) => file.startsWith('data.tar')) : undefined;
  if (inner === undefined) return `neither dpkg-deb nor tar could open it: ${outer.text}`;
  const tar = run('tar', ['-xf', inner], into);
  return tar.ok ? '' : tar.text;
};

/** Fetches and unpacks a package once; `version` only where no other will do. */
export const debianPackage = (name: string, version?: string): DebianPackage => {
  mkdirSync(PACKAGES, { recursive: true });
  const ready = readdirSync(PACKAGES).find((file) => file.startsWith(`deb-${name}_`) && !file.endsWith('.part') && (version === undefined || versionOf(file) === version));
  if (ready !== undefined) return { folder: join(PACKAGES, ready), source: `${name}@${versionOf(ready)}` };
  const byHand = debFile(name);
  const deb = byHand ?? download(name, version);
  if (version !== undefined && versionOf(deb) !== version) {
    throw dataUnusable(`${join(PLACE, deb)} is not version ${version}, which is needed.`, 'Put that one there instead.');
  }
  const folder = join(PACKAGES, `deb-${deb.replace(/\.deb$/, '')}`), part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  const fault = unpack(join(PACKAGES, deb), part).trim().split('\n')[0];
  if (fault) {
    rmSync(part, { recursive: true, force: true });
    throw dataUnusable(`${join(PLACE, deb)} cannot be unpacked (${fault}).`, 'Delete it and run the command again; where dpkg-deb is missing, install dpkg.');
  }
  renameSync(part, folder);
  if (byHand === undefined && existsSync(folder)) rmSync(join(PACKAGES, deb));
  return { folder, source: `${name}@${versionOf(deb)}` };
};
