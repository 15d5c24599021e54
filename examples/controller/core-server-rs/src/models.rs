//! What the API takes and answers, with its place in the contract.

mod account;
mod adoption;
mod backup;
mod dashboard;
mod node;
mod output;
mod schedule;
mod sensor;
mod words;

pub use account::{
    Capability, Credentials, FirstUser, NewSession, NewToken, NewUser, Session, ShownToken, Token,
    TokenId, User, UserId, UserInput,
};
pub use adoption::{Adopt, Candidate, Event, EventQuery, Mac};
pub use backup::{Backup, BackupId, NewBackup, Saved, SavedNode, SavedOutput};
pub use dashboard::{
    DashboardState, LastSeenNode, NodeCounts, OutputCounts, StatusCounts, UptimeTotals,
};
pub use node::{Node, NodeId, NodeInput, NodeOrder, NodePage, NodeQuery, NodeStatus};
pub use output::{
    Action, Command, CommandInput, CommandPage, CommandQuery, NewOutput, Output, OutputId,
    OutputInput, OutputKind, OutputQuery,
};
pub use schedule::{CalendarQuery, Occurrence, Rule, Schedule, ScheduleId, ScheduleInput};
pub use sensor::{
    Accepted, Bucket, History, HistoryQuery, NewReading, NewReadings, NewSensor, Reading,
    ReadingQuery, Sensor, SensorId, SensorInput, SensorKind, SensorQuery,
};
