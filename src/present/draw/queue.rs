//! Keeps a group's packets until the group ends (or a moment has passed), so that widths fit all its rows.

use std::time::{Duration, Instant};

use crate::present::packet::Packet;

/// How long a table waits for further rows before it fixes its widths.
const MOMENT: Duration = Duration::from_millis(300);

/// The packets of the group under way.
pub(super) struct GroupQueue {
    packets: Vec<Packet>,
    in_group: bool,
    patience: Option<Duration>,
    since: Option<Instant>,
}

impl GroupQueue {
    /// Waits for the end of the group, however long it takes.
    pub(super) fn until_end() -> GroupQueue {
        GroupQueue { packets: Vec::new(), in_group: false, patience: None, since: None }
    }

    /// Waits for the end of the group, but not longer than a moment.
    pub(super) fn for_a_moment() -> GroupQueue {
        GroupQueue { patience: Some(MOMENT), ..GroupQueue::until_end() }
    }

    /// Takes a packet, gives back those whose time has come.
    pub(super) fn add(&mut self, packet: Packet) -> Vec<Packet> {
        let ends = matches!(packet, Packet::GroupEnd);
        if !self.in_group {
            if matches!(packet, Packet::GroupStart(_)) {
                self.in_group = true;
                self.since = self.patience.is_some().then(Instant::now);
                self.packets.push(packet);
                return Vec::new();
            }
            return vec![packet];
        }
        self.packets.push(packet);
        let late = self.since.zip(self.patience).is_some_and(|(since, patience)| since.elapsed() > patience);
        if ends || late {
            return self.take();
        }
        Vec::new()
    }

    /// All that is kept.
    pub(super) fn take(&mut self) -> Vec<Packet> {
        self.in_group = false;
        self.since = None;
        std::mem::take(&mut self.packets)
    }
}
