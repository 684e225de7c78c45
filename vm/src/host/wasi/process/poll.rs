//! Waiting for the first of several events.

use super::descriptor::Object;
use super::{Performed, Process, Reply, clock, done};
use crate::host::wasi::abi::{Errno, rights};
use crate::host::wasi::request::{Awaited, Subscription};
use crate::host::wasi::system::{InputState, Result, System};

/// What there is to say of a subscription.
enum State {
    /// It has come: so many bytes, and whether the other side is closed.
    Come(u64, bool),
    /// It cannot come.
    Failed(Errno),
    /// It comes after so many nanoseconds.
    After(u64),
    /// It comes when standard input can be read.
    Input,
}

impl<S: System> Process<S> {
    /// Waits until at least one event has come, and gives all that have.
    pub(super) fn poll(&mut self, subscriptions: &[Subscription]) -> Performed {
        let states = subscriptions.iter().map(|one| self.state(one.to));
        let mut states: Vec<State> = states
            .map(|state| state.unwrap_or_else(State::Failed))
            .collect();
        let at_once = |state: &State| matches!(state, State::Come(..) | State::Failed(_));
        let wait = match states.iter().any(at_once) {
            true => Some(0),
            false => states.iter().filter_map(after).min(),
        };
        let mut waited = wait.unwrap_or(0);
        if states.iter().any(|state| matches!(state, State::Input)) {
            let input = match self.system.await_input(wait) {
                InputState::Waits if wait.is_none() => return Performed::Waits,
                InputState::Waits | InputState::Nothing => None,
                InputState::Ready(bytes) => Some(State::Come(bytes, false)),
                InputState::Ended => Some(State::Come(0, true)),
            };
            if let Some(State::Come(bytes, ended)) = input {
                waited = 0;
                for state in states
                    .iter_mut()
                    .filter(|state| matches!(state, State::Input))
                {
                    *state = State::Come(bytes, ended);
                }
            }
        } else if waited > 0 {
            self.system.sleep(waited);
        }
        let mut bytes = Vec::new();
        for (subscription, state) in subscriptions.iter().zip(states) {
            match state {
                State::After(after) if after <= waited => {
                    event(&mut bytes, subscription, 0, 0, false);
                }
                State::Come(count, ended) => event(&mut bytes, subscription, 0, count, ended),
                State::Failed(errno) => event(&mut bytes, subscription, errno as u16, 0, false),
                State::After(_) | State::Input => {}
            }
        }
        done(Ok(Reply::Bytes(bytes)))
    }

    fn state(&mut self, to: Awaited) -> Result<State> {
        match to {
            Awaited::Clock {
                clock: id,
                timeout,
                absolute: false,
            } => clock(id).map(|_| State::After(timeout)),
            Awaited::Clock {
                clock: id,
                timeout,
                absolute: true,
            } => {
                let now = self.system.now(clock(id)?);
                Ok(State::After(timeout.saturating_sub(now)))
            }
            Awaited::Read(fd) => {
                let descriptor = self.descriptor(fd, rights::POLL_FD_READWRITE)?;
                descriptor.may(rights::FD_READ)?;
                let offset = descriptor.offset;
                match (&descriptor.object, descriptor.file()) {
                    (Object::Input, _) => Ok(State::Input),
                    (_, Some(_)) => {
                        let size = self.stat(fd)?.size;
                        Ok(State::Come(size.saturating_sub(offset), false))
                    }
                    _ => Err(Errno::Badf),
                }
            }
            Awaited::Write(fd) => {
                self.descriptor(fd, rights::POLL_FD_READWRITE | rights::FD_WRITE)?;
                Ok(State::Come(1, false))
            }
            Awaited::Unknown(_) => Err(Errno::Inval),
        }
    }
}

fn after(state: &State) -> Option<u64> {
    match state {
        State::After(nanoseconds) => Some(*nanoseconds),
        _ => None,
    }
}

/// Adds an event as it lies in memory.
fn event(bytes: &mut Vec<u8>, of: &Subscription, errno: u16, count: u64, ended: bool) {
    let sort = match of.to {
        Awaited::Clock { .. } => 0,
        Awaited::Read(_) => 1,
        Awaited::Write(_) => 2,
        Awaited::Unknown(sort) => sort,
    };
    bytes.extend(of.userdata.to_le_bytes());
    bytes.extend(errno.to_le_bytes());
    bytes.extend([sort, 0, 0, 0, 0, 0]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(u64::from(ended).to_le_bytes());
}
