//! Requests that move the program. They are answered at once; where it stops is an event.

use super::Server;
use super::frames::depth_of;
use super::movement::Movement;
use super::program::Program;
use super::types::Granularity;
use super::wire::{Answer, Request, Trouble, arguments};
use crate::session::{LineMove, Run, Session, Stopped};
use serde::Deserialize;
use serde_json::{Value, json};
use wasmscope::time::Goal;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MoveArguments {
    thread_id: i64,
    #[serde(default)]
    granularity: Granularity,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RestartFrameArguments {
    frame_id: i64,
}

impl Server {
    /// `continue`
    pub(super) fn proceed(&mut self, request: &Request) -> Answer {
        self.forwards(request, |session, _| {
            Movement::Run(Run::new(session, Goal::End))
        })?;
        Ok(json!({ "allThreadsContinued": true }))
    }

    /// `next`: over calls.
    pub(super) fn next(&mut self, request: &Request) -> Answer {
        let by_origin = self.program()?.is_compiled();
        self.forwards(request, |session, granularity| match granularity {
            Granularity::Instruction => {
                Movement::Run(Run::new(session, Goal::over(session.machine())))
            }
            _ => line(session, true, by_origin),
        })
    }

    /// `stepIn`
    pub(super) fn step_in(&mut self, request: &Request) -> Answer {
        let by_origin = self.program()?.is_compiled();
        self.forwards(request, |session, granularity| match granularity {
            Granularity::Instruction => {
                Movement::Run(Run::new(session, Goal::Step(session.step() + 1)))
            }
            _ => line(session, false, by_origin),
        })
    }

    /// `stepOut`
    pub(super) fn step_out(&mut self, request: &Request) -> Answer {
        self.forwards(request, |session, _| {
            Movement::Run(Run::new(session, Goal::out(session.machine())))
        })
    }

    /// `stepBack`: over calls.
    pub(super) fn step_back(&mut self, request: &Request) -> Answer {
        let given = self.movable(request)?;
        let by_origin = self.program()?.is_compiled();
        self.go(match given.granularity {
            Granularity::Instruction => Movement::Back,
            _ => Movement::LineBack { by_origin },
        })
    }

    /// `reverseContinue`
    pub(super) fn proceed_back(&mut self, request: &Request) -> Answer {
        self.movable(request)?;
        self.go(Movement::RunBack)
    }

    /// `restartFrame`: back to where the frame was entered.
    pub(super) fn restart_frame(&mut self, request: &Request) -> Answer {
        let given: RestartFrameArguments = arguments(request)?;
        let depth = depth_of(self.moving()?.session(), given.frame_id)?;
        let entered = self.program()?.session().machine().frames()[depth].entered;
        self.go(Movement::Seek(entered))
    }

    /// `pause`
    pub(super) fn pause(&mut self, request: &Request) -> Answer {
        let given: MoveArguments = arguments(request)?;
        check_thread(given.thread_id)?;
        self.program()?;
        // One that has stopped by itself in the meantime has told so.
        if self.movement.take().is_some() {
            self.arrive(&Stopped::Interrupted, "pause");
        }
        Ok(Value::Null)
    }

    fn forwards(
        &mut self,
        request: &Request,
        movement: impl FnOnce(&Session, Granularity) -> Movement,
    ) -> Answer {
        let given = self.movable(request)?;
        let session = self.program()?.session();
        let movement = match session.is_over() {
            true => Movement::Leave,
            false => movement(session, given.granularity),
        };
        self.go(movement)
    }

    /// Begins a movement behind the response.
    pub(super) fn go(&mut self, movement: Movement) -> Answer {
        self.handles.forget();
        self.movement = Some(movement);
        Ok(Value::Null)
    }

    /// Reads what a movement is asked for with, where one can be made.
    fn movable(&self, request: &Request) -> Result<MoveArguments, Trouble> {
        let given: MoveArguments = arguments(request)?;
        check_thread(given.thread_id)?;
        self.moving()?;
        Ok(given)
    }

    /// The program, which can be moved.
    pub(super) fn moving(&self) -> Result<&Program, Trouble> {
        let program = self.standing()?;
        if program.has_left {
            return Err("the program has ended; `restart` begins again".into());
        }
        if !self.is_configured {
            return Err("`configurationDone` comes before anything runs".into());
        }
        Ok(program)
    }
}

fn line(session: &Session, is_over: bool, by_origin: bool) -> Movement {
    Movement::Line(LineMove::new(session, is_over, by_origin))
}

/// There is one thread.
pub(super) fn check_thread(id: i64) -> Result<(), Trouble> {
    match id == super::stop::THREAD {
        true => Ok(()),
        false => Err(format!("there is no thread {id}: the only one is 1").into()),
    }
}
