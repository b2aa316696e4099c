//! Files: the campaign, plan and outcome formats, their versions and schemas, and other tools' formats.

pub mod campaign;
pub mod outcome;
pub mod plan;
pub mod rule;
pub mod schemas;
pub mod screening;
pub mod spacenet;
pub mod text;

mod write;
