import { describe, expect, it } from '@jest/globals';
import { runHelm } from '../helm.ts';
import { kubeconform } from './kubeconform.ts';
import { chartFolder, everywhere, render, renderText, valueArguments } from './rendering.ts';

describe.each(everywhere)('in %s, the chart of %s', (environment, service) => {
  it('passes helm lint --strict', async () => {
    expect(
      await runHelm(['lint', '--strict', chartFolder(service), ...valueArguments(environment, service)]),
    ).toContain('0 chart(s) failed');
  });

  it('renders to what the Kubernetes API knows, to the last field', async () => {
    const report = kubeconform(await renderText(environment, service));
    expect(report.summary).toEqual({
      valid: (await render(environment, service)).length,
      invalid: 0,
      errors: 0,
      skipped: 0,
    });
  });
});

describe('the validation itself', () => {
  it('refuses a field that does not exist', async () => {
    const text = (await renderText('dev', 'portal')).replace('minReadySeconds', 'minReadySecond');
    expect(kubeconform(text).summary.invalid).toBe(1);
  });
});

describe('values', () => {
  it.each([
    ['a key that does not exist', { 'service.replica.min': '2' }, /additional properties 'replica' not allowed/],
    [
      'a setting the service does not have',
      { 'service.settings.LOG_LEVELS': 'info' },
      /at '\/service\/settings': additional properties 'LOG_LEVELS' not allowed/,
    ],
    ['a wrong type', { 'service.replicas.min': 'two' }, /at '\/replicas\/min': got string, want integer/],
    [
      'a wrong setting',
      { 'service.settings.LOG_LEVEL': 'loud' },
      /at '\/service\/settings\/LOG_LEVEL': value must be one of/,
    ],
    [
      'a tag for a digest',
      { 'service.image.digest': 'latest' },
      /at '\/image\/digest': 'latest' does not match pattern/,
    ],
    ['a missing public address', { 'service.publicUrl': 'null' }, /missing property 'publicUrl'/],
    ['a missing system', { 'service.outside.PAYMENT_PROVIDER_URL': 'null' }, /outside\/PAYMENT_PROVIDER_URL/],
    ['a missing secret', { 'service.secrets.DATABASE_URL': 'null' }, /secrets\/DATABASE_URL/],
    [
      'a secret given outright',
      { 'service.secrets.DATABASE_URL': 'postgres://u:p@db/x' },
      /at '\/secrets\/DATABASE_URL': got string, want object/,
    ],
    [
      'a database nowhere',
      { 'service.database.networks': 'null' },
      /missing property 'networks'|database.networks is missing/,
    ],
    [
      'fewer at most than at least',
      { 'service.replicas.min': '9', 'service.replicas.max': '3' },
      /replicas.min is greater than service.replicas.max/,
    ],
    ['a key beside `service`', { replicas: '3' }, /additional properties 'replicas' not allowed/],
  ])('with %s fail, naming it', async (_, set, message) => {
    await expect(render('production', 'billing', set)).rejects.toThrow(message);
  });

  it('without the file that the gateway follows fail, naming it', async () => {
    const values = valueArguments('dev', 'gateway').filter(
      (_, index, all) => all[index] !== '--set-file' && all[index - 1] !== '--set-file',
    );
    await expect(runHelm(['template', 'gateway', chartFolder('gateway'), ...values])).rejects.toThrow(
      'service.files is missing "migration.yaml"',
    );
  });
});
