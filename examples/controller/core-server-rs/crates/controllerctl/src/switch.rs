//! From one deployment to another, step by step, so that at any moment it can be finished or undone.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::database;
use crate::files::remove;
use crate::http;
use crate::journal::{Journal, Step};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::runtime::{Place, Runtime, migration};
use crate::services::{Manager, Unit, write_definitions};
use crate::state::{Deployment, State};

/// A server on a busy machine takes its time; one that keeps dying is given up long before.
const HEALTH_BOUND: Duration = Duration::from_secs(60);
const MOST_DEATHS: u32 = 3;
const TICK: Duration = Duration::from_millis(10);

struct Switch<'a> {
    prefix: &'a Prefix,
    state: State,
    from: Deployment,
    to: Deployment,
    old: Runtime,
    new: Runtime,
    journal: Journal,
    /// Whether the new release brings the database further; known once it was tried on a copy.
    migrates: bool,
}

/// Makes another deployment the live one, or leaves the old one as it was and says why.
///
/// The caller holds the lock, and has finished what was broken off.
pub fn switch(prefix: &Prefix, to: &Deployment) -> Result<()> {
    let mut switch = Switch::new(prefix, prefix.state()?.live()?.clone(), to.clone())?;
    for step in Step::ALL {
        switch.note(step)?;
        stop_for_test(step, "before");
        if let Err(problem) = switch.take(step) {
            return Err(match switch.undo() {
                Ok(()) => Problem::new(format!("{problem} The old state stands: {}.", switch.from)),
                Err(other) => Problem::new(format!("{problem} Going back failed too: {other}")),
            });
        }
        stop_for_test(step, "after");
    }
    switch.note(Step::Finished)
}

/// What became of a switch that was broken off.
pub enum Recovered {
    Finished(Deployment),
    Undone(Deployment),
}

/// Finishes or undoes a switch that was broken off, if there is one. The caller holds the lock.
pub fn recover(prefix: &Prefix) -> Result<Option<Recovered>> {
    let Some(entry) = Journal::of(prefix).unfinished()? else {
        return Ok(None);
    };
    let mut switch = Switch::new(prefix, entry.from, entry.to)?;
    if entry.step == Step::Commit {
        let names: Vec<_> = switch.old.units().map(|unit| unit.name.clone()).collect();
        for name in names.iter().filter(|name| !switch.new.has(name)) {
            switch.manager().stop(prefix, name)?;
        }
        switch.take(Step::Commit)?;
        switch.note(Step::Finished)?;
        return Ok(Some(Recovered::Finished(switch.to)));
    }
    switch.undo()?;
    Ok(Some(Recovered::Undone(switch.from)))
}

/// Starts what does not run of a runtime, and waits until it answers.
pub fn keep_up(prefix: &Prefix, state: &State, runtime: &Runtime) -> Result<()> {
    start_all(prefix, state.manager, state, runtime.units())?;
    wait_until_healthy(prefix, state.manager, state, runtime)
}

impl<'a> Switch<'a> {
    fn new(prefix: &'a Prefix, from: Deployment, to: Deployment) -> Result<Self> {
        let state = prefix.state()?;
        Ok(Self {
            prefix,
            old: Runtime::live(prefix, &state, &from)?,
            new: Runtime::live(prefix, &state, &to)?,
            state,
            from,
            to,
            journal: Journal::of(prefix),
            migrates: false,
        })
    }

    const fn manager(&self) -> Manager {
        self.state.manager
    }

    fn note(&self, step: Step) -> Result<()> {
        self.journal.note(step, &self.from, &self.to)
    }

    fn take(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Check => self.check(),
            Step::Warm => self.warm(),
            Step::StopOld => self.stop(&self.old),
            Step::BackUp => {
                let why = format!("before-{}", self.to.profile);
                database::back_up(self.prefix, &why).map(|_| ())
            }
            // Nobody is answered meanwhile, so that it is left out where the copy needed none.
            Step::Migrate if !self.migrates => Ok(()),
            Step::Migrate => run_migration(&migration(
                self.prefix,
                &self.state,
                &self.to,
                self.prefix.database(),
            )?),
            Step::StartNew => {
                wait_until_free(self.state.port)?;
                start_all(self.prefix, self.manager(), &self.state, self.new.units())
            }
            Step::Health => wait_until_healthy(self.prefix, self.manager(), &self.state, &self.new),
            Step::Commit => self.commit(),
            Step::Finished | Step::Undo | Step::Undone => Ok(()),
        }
    }

    /// Runs the new runtime on spare ports and a copy of the database.
    fn check(&mut self) -> Result<()> {
        for unit in self.new.units().filter(|unit| !self.old.has(&unit.name)) {
            if unit.port != self.state.port {
                http::require_free(unit.port)?;
            }
        }
        let place = Place {
            port: http::find_free_port()?,
            core_port: http::find_free_port()?,
            database: self.prefix.below("run").join("trial.db"),
            name: "trial",
        };
        let trial = Runtime::new(self.prefix, &self.state, &self.to, &place)?;
        let tried = self.try_out(&trial, &place);
        self.end_trial()?;
        tried.map_err(|problem| {
            Problem::new(format!(
                "On a copy of the database {} does not work: {problem}",
                self.to
            ))
        })
    }

    fn try_out(&mut self, trial: &Runtime, place: &Place) -> Result<()> {
        database::copy(&self.prefix.database(), &place.database)?;
        let before = database::count_migrations(&place.database)?;
        run_migration(&migration(
            self.prefix,
            &self.state,
            &self.to,
            place.database.clone(),
        )?)?;
        self.migrates = database::count_migrations(&place.database)? != before;
        start_all(self.prefix, Manager::Plain, &self.state, trial.units())?;
        wait_until_healthy(self.prefix, Manager::Plain, &self.state, trial)?;
        for (path, status) in [("/", 200), ("/api/auth/me", 401)] {
            let answered = http::get(place.port, path).map(|answer| answer.status);
            if answered != Some(status) {
                return Err(Problem::new(format!(
                    "it answers {path} with {}, not {status}.",
                    answered.map_or("nothing".to_owned(), |status| status.to_string())
                )));
            }
        }
        Ok(())
    }

    fn end_trial(&self) -> Result<()> {
        for name in ["trial", "trial-dashboard", "trial-core"] {
            Manager::Plain.stop(self.prefix, name)?;
        }
        remove(&self.prefix.below("run").join("trial.db"))
    }

    /// A server that takes long to start does so before the old one ends. One that needs a
    /// migration first, or has the place of an old one, starts later.
    fn warm(&self) -> Result<()> {
        let Some(back) = &self.new.back else {
            return Ok(());
        };
        if self.migrates || self.old.has(&back.name) {
            return Ok(());
        }
        start_all(self.prefix, self.manager(), &self.state, [back])?;
        wait_until_answered(self.prefix, self.manager(), &self.state, &[back], back.port)
    }

    /// The front first, so that nothing comes in that is not answered.
    fn stop(&self, runtime: &Runtime) -> Result<()> {
        let units: Vec<_> = runtime.units().collect();
        for unit in units.iter().rev() {
            self.manager().stop(self.prefix, &unit.name)?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        // It may have died since it was seen to be healthy.
        keep_up(self.prefix, &self.state, &self.new)?;
        self.state.live = Some(self.to.clone());
        self.state.previous = Some(self.from.clone());
        self.state.write(self.prefix)?;
        define_services(self.prefix, &self.state, &self.new)
    }

    fn undo(&self) -> Result<()> {
        self.note(Step::Undo)?;
        self.end_trial()?;
        for unit in self.new.units().filter(|unit| !self.old.has(&unit.name)) {
            self.manager().stop(self.prefix, &unit.name)?;
        }
        keep_up(self.prefix, &self.state, &self.old)?;
        self.note(Step::Undone)
    }
}

/// Writes the definitions of the live units below `services/`, for both service managers.
pub fn define_services(prefix: &Prefix, state: &State, runtime: &Runtime) -> Result<()> {
    let units: Vec<_> = runtime.units().cloned().collect();
    let logs = prefix.below("logs");
    write_definitions(
        &prefix.below("services"),
        &units,
        &logs,
        &state.service_user,
    )
}

fn start_all<'u>(
    prefix: &Prefix,
    manager: Manager,
    state: &State,
    units: impl IntoIterator<Item = &'u Unit>,
) -> Result<()> {
    for unit in units {
        manager.start(prefix, unit, &state.service_user)?;
    }
    Ok(())
}

fn wait_until_healthy(
    prefix: &Prefix,
    manager: Manager,
    state: &State,
    runtime: &Runtime,
) -> Result<()> {
    let units: Vec<_> = runtime.units().collect();
    wait_until_answered(prefix, manager, state, &units, runtime.front.port)
}

/// Waits until a core server answers; a unit that nobody looks after any more is started again.
fn wait_until_answered(
    prefix: &Prefix,
    manager: Manager,
    state: &State,
    units: &[&Unit],
    port: u16,
) -> Result<()> {
    let logs = prefix.below("logs");
    let deaths = |unit: &Unit| manager.count_deaths(prefix, &unit.name);
    let before: Vec<_> = units.iter().map(|unit| deaths(unit)).collect();
    let bound = Instant::now() + HEALTH_BOUND;
    while Instant::now() < bound {
        if http::is_healthy(port) {
            return Ok(());
        }
        for (unit, before) in units.iter().zip(&before) {
            if !manager.is_kept(prefix, &unit.name)? {
                manager.start(prefix, unit, &state.service_user)?;
            }
            if deaths(unit).saturating_sub(*before) >= MOST_DEATHS {
                return Err(Problem::new(format!(
                    "{} ended by itself {MOST_DEATHS} times; {} says more.",
                    unit.name,
                    logs.display()
                )));
            }
        }
        sleep(TICK);
    }
    Err(Problem::new(format!(
        "No core server answered on port {port} within a minute; {} says more.",
        logs.display()
    )))
}

/// A process that has just ended may leave its port a moment later.
fn wait_until_free(port: u16) -> Result<()> {
    let bound = Instant::now() + Duration::from_secs(2);
    while !http::is_free(port) && Instant::now() < bound {
        sleep(TICK);
    }
    http::require_free(port)
}

/// Runs the command of a unit once, to its end.
pub fn run_migration(unit: &Unit) -> Result<()> {
    let output = Command::new(&unit.program)
        .args(&unit.arguments)
        .env_clear()
        .envs(&unit.environment)
        .current_dir(&unit.folder)
        .output()
        .map_err(|error| {
            Problem::new(format!(
                "{} cannot be started: {error}.",
                unit.program.display()
            ))
        })?;
    if output.status.success() {
        return Ok(());
    }
    Err(Problem::new(format!(
        "The database cannot be migrated: {}.",
        String::from_utf8_lossy(&output.stderr)
            .trim()
            .trim_end_matches('.')
    )))
}

/// For tests of what a kill leaves behind: with `CONTROLLERCTL_STOP_AT=stop-old:before` this process stops there,
/// as by SIGSTOP, until it is continued or killed.
#[cfg(debug_assertions)]
fn stop_for_test(step: Step, when: &str) {
    use rustix::process::{Signal, getpid, kill_process};

    let name = serde_json::to_value(step).unwrap_or_default();
    let here = format!("{}:{when}", name.as_str().unwrap_or_default());
    if std::env::var("CONTROLLERCTL_STOP_AT").is_ok_and(|wanted| wanted == here) {
        let _ = kill_process(getpid(), Signal::STOP);
    }
}

#[cfg(not(debug_assertions))]
const fn stop_for_test(_step: Step, _when: &str) {}
