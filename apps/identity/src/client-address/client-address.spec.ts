import { describe, expect, it } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { identitySettings } from '../../test/support/identity-environment.ts';
import { addressBlock, ClientAddress } from './client-address.ts';

const addresses = new ClientAddress(identitySettings({ TRUSTED_PROXIES: '10.1.0.0/16,fd00::/8' }));

function from(peer: string, forwardedFor?: string): string {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return addresses.of(request);
}

describe('ClientAddress', () => {
  it('believes the gateway', () => {
    expect(from('10.1.2.3', '198.51.100.7')).toBe('198.51.100.7');
    expect(from('::ffff:10.1.2.3', '198.51.100.7')).toBe('198.51.100.7');
    expect(from('fd00::5', '2001:db8::1')).toBe('2001:db8::1');
  });

  it('does not believe anybody else', () => {
    expect(from('203.0.113.9', '198.51.100.7')).toBe('203.0.113.9');
  });

  it('does not believe what the client wrote before the gateway', () => {
    expect(from('10.1.2.3', '1.1.1.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(from('10.1.2.3', '1.1.1.1, 198.51.100.7, 10.1.9.9')).toBe('198.51.100.7');
  });

  it('stops where the header is not an address', () => {
    expect(from('10.1.2.3', 'unknown')).toBe('10.1.2.3');
    expect(from('10.1.2.3')).toBe('10.1.2.3');
  });

  it('reads addresses with port and brackets', () => {
    expect(from('10.1.2.3', '[2001:db8::1]:4711')).toBe('2001:db8::1');
    expect(from('10.1.2.3', '198.51.100.7:4711')).toBe('198.51.100.7');
  });
});

describe('addressBlock', () => {
  it('is the address itself for IPv4', () => {
    expect(addressBlock('198.51.100.7')).toBe('198.51.100.7');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('is the network of the customer for %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});
