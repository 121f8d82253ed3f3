//! From an event of the tenant to notifications: who is told what.
