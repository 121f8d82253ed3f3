//! From a notification to a rendered mail, its queue and its transport.
