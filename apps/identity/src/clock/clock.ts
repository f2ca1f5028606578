import { Injectable } from '@nestjs/common';

/** The one place the service asks for the time, so that a test can move it. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }
}
