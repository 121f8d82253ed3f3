//! How a sink misbehaves when it is told to: the faults that real mail servers have.

/// What a sink does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Behavior {
    /// Takes every mail.
    Normal,
    /// Takes the connection and says nothing.
    Silent,
    /// Closes the connection at once.
    CloseAtOnce,
    /// Sends its greeting a byte a tenth of a second.
    DripGreeting,
    /// Greets with 554.
    RefuseGreeting,
    /// Greets with 421.
    BusyGreeting,
    /// Sends bytes that are no SMTP.
    Garbage,
    /// Sends a greeting of lines without end.
    EndlessGreeting,
    /// Sends a line without end.
    EndlessLine,
    /// Does not answer EHLO.
    HangAtHello,
    /// Knows neither EHLO nor HELO.
    RefuseHello,
    /// Does not answer MAIL.
    HangAtMail,
    /// Answers MAIL with 451.
    DeferMail,
    /// Answers RCPT with 550.
    RefuseRecipient,
    /// Answers RCPT with 450.
    DeferRecipient,
    /// Closes the connection at MAIL.
    CloseAtMail,
    /// Does not answer DATA.
    HangAtData,
    /// Answers DATA with 554.
    RefuseData,
    /// Answers DATA with 250 where it should ask for the message.
    WrongDataCode,
    /// Stops reading in the middle of a message.
    StopReading,
    /// Closes the connection in the middle of a message.
    CloseInMessage,
    /// Does not answer a message.
    HangAfterMessage,
    /// Takes a message and closes the connection without an answer.
    CloseAfterMessage,
    /// Answers a message with 421 and closes the connection.
    BusyAfterMessage,
    /// Answers a message with 451.
    DeferMessage,
    /// Answers a message with 554.
    RefuseMessage,
    /// Takes one message a connection, and closes it after.
    OneMessage,
    /// Offers TLS and refuses it.
    RefuseTls,
    /// Offers TLS and answers with bytes that are none.
    GarbageTls,
    /// Offers TLS and says nothing more.
    HangAtTls,
    /// Offers no pipelining, and takes one command at a time.
    NoPipelining,
    /// Offers SMTPUTF8 not, nor anything else.
    NoExtensions,
}

impl Behavior {
    /// Every behaviour.
    pub const ALL: [Self; 32] = [
        Self::Normal,
        Self::Silent,
        Self::CloseAtOnce,
        Self::DripGreeting,
        Self::RefuseGreeting,
        Self::BusyGreeting,
        Self::Garbage,
        Self::EndlessGreeting,
        Self::EndlessLine,
        Self::HangAtHello,
        Self::RefuseHello,
        Self::HangAtMail,
        Self::DeferMail,
        Self::RefuseRecipient,
        Self::DeferRecipient,
        Self::CloseAtMail,
        Self::HangAtData,
        Self::RefuseData,
        Self::WrongDataCode,
        Self::StopReading,
        Self::CloseInMessage,
        Self::HangAfterMessage,
        Self::CloseAfterMessage,
        Self::BusyAfterMessage,
        Self::DeferMessage,
        Self::RefuseMessage,
        Self::OneMessage,
        Self::RefuseTls,
        Self::GarbageTls,
        Self::HangAtTls,
        Self::NoPipelining,
        Self::NoExtensions,
    ];

    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Silent => "Silent",
            Self::CloseAtOnce => "CloseAtOnce",
            Self::DripGreeting => "DripGreeting",
            Self::RefuseGreeting => "RefuseGreeting",
            Self::BusyGreeting => "BusyGreeting",
            Self::Garbage => "Garbage",
            Self::EndlessGreeting => "EndlessGreeting",
            Self::EndlessLine => "EndlessLine",
            Self::HangAtHello => "HangAtHello",
            Self::RefuseHello => "RefuseHello",
            Self::HangAtMail => "HangAtMail",
            Self::DeferMail => "DeferMail",
            Self::RefuseRecipient => "RefuseRecipient",
            Self::DeferRecipient => "DeferRecipient",
            Self::CloseAtMail => "CloseAtMail",
            Self::HangAtData => "HangAtData",
            Self::RefuseData => "RefuseData",
            Self::WrongDataCode => "WrongDataCode",
            Self::StopReading => "StopReading",
            Self::CloseInMessage => "CloseInMessage",
            Self::HangAfterMessage => "HangAfterMessage",
            Self::CloseAfterMessage => "CloseAfterMessage",
            Self::BusyAfterMessage => "BusyAfterMessage",
            Self::DeferMessage => "DeferMessage",
            Self::RefuseMessage => "RefuseMessage",
            Self::OneMessage => "OneMessage",
            Self::RefuseTls => "RefuseTls",
            Self::GarbageTls => "GarbageTls",
            Self::HangAtTls => "HangAtTls",
            Self::NoPipelining => "NoPipelining",
            Self::NoExtensions => "NoExtensions",
        }
    }

    /// The behaviour of a name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|behavior| behavior.name().eq_ignore_ascii_case(name.trim()))
    }
}
