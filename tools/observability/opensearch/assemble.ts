/**
 * OpenSearch from the jars of Maven's repository. It is the nearest to Elasticsearch that can be had as a package: the API
 * of data streams, templates, pipelines, bulk requests and searches is the same, down to the errors.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const version = '2.19.6';

interface Module {
  artifact: string;
  className: string;
}

const modules: Record<string, Module> = {
  'transport-netty4': { artifact: 'transport-netty4-client', className: 'org.opensearch.transport.Netty4Plugin' },
  'analysis-common': {
    artifact: 'analysis-common',
    className: 'org.opensearch.analysis.common.CommonAnalysisPlugin',
  },
  'lang-painless': { artifact: 'lang-painless', className: 'org.opensearch.painless.PainlessPlugin' },
  'lang-mustache': {
    artifact: 'lang-mustache-client',
    className: 'org.opensearch.script.mustache.MustachePlugin',
  },
  'ingest-common': { artifact: 'ingest-common', className: 'org.opensearch.ingest.common.IngestCommonPlugin' },
  'mapper-extras': { artifact: 'mapper-extras-client', className: 'org.opensearch.index.mapper.MapperExtrasPlugin' },
};

const server = [
  `org.opensearch:opensearch:${version}`,
  'org.apache.logging.log4j:log4j-core:2.25.4',
  `org.opensearch:opensearch-plugin-classloader:${version}`,
];

export const opensearchFolder = `opensearch-${version}`;

/** Puts it together in `target`, which is there only once it is whole. */
export function assembleOpenSearch(target: string): void {
  const folder = `${target}.new`;
  rmSync(folder, { recursive: true, force: true });
  const lib = join(folder, 'lib');
  copyJars(server, lib);
  const present = new Set(readdirSync(lib).map(artifactOf));
  for (const [name, { artifact, className }] of Object.entries(modules)) {
    const home = join(folder, 'modules', name);
    copyJars([`org.opensearch.plugin:${artifact}:${version}`], home);
    // A class that is in two jars is an error to it.
    for (const jar of globSync('*.jar', { cwd: home })) if (present.has(artifactOf(jar))) rmSync(join(home, jar));
    writeFileSync(join(home, 'plugin-descriptor.properties'), descriptor(name, className));
    writeFileSync(join(home, 'plugin-security.policy'), 'grant {\n  permission java.security.AllPermission;\n};\n');
  }
  renameSync(folder, target);
}

function copyJars(artifacts: string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const dependencies = artifacts.map((artifact) => {
    const [group = '', name = '', release = ''] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${release}</version></dependency>`;
  });
  const pom = join(folder, 'pom.xml');
  writeFileSync(
    pom,
    `<project><modelVersion>4.0.0</modelVersion><groupId>wellspring</groupId><artifactId>jars</artifactId><version>1</version><dependencies>${dependencies.join('')}</dependencies></project>`,
  );
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
  execFileSync('mvn', ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(pom);
}

/** `netty-common-4.1.135.Final.jar` → `netty-common`. */
function artifactOf(jar: string): string {
  return basename(jar, '.jar').replace(/-\d[^-]*(-\d+)?$/, '');
}

function descriptor(name: string, className: string): string {
  return [
    `description=${name}`,
    `version=${version}`,
    `name=${name}`,
    `classname=${className}`,
    'java.version=11',
    `opensearch.version=${version}`,
    'has.native.controller=false',
    'extended.plugins=',
    '',
  ].join('\n');
}
