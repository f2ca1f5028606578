import { useEffect, useEffectEvent } from 'react';

/** What the console's tabs of one browser tell each other by: they share the cookie, so they share the sign-in. */
const channelName = 'console-sign-in';

/** Tells the other tabs that somebody is signed in. */
export function useSignInTold(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    const channel = new BroadcastChannel(channelName);
    channel.postMessage('signed-in');
    channel.close();
  }, [signedIn]);
}

/** Calls back when somebody has signed in in another tab. */
export function useSignInElsewhere(onSignIn: () => void): void {
  const react = useEffectEvent(onSignIn);
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.addEventListener('message', () => {
      react();
    });
    return () => {
      channel.close();
    };
  }, []);
}
