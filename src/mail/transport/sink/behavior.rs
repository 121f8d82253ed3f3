//! How a sink misbehaves when it is told to: the faults that real mail servers have.

macro_rules! behaviors {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a sink does with a connection.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Behavior {
            $($(#[$doc])* $name,)*
        }

        impl Behavior {
            /// Every behaviour.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The names of [`Behavior::ALL`], which never change.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];
        }
    };
}

behaviors! {
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
    /// Answers every third RCPT of a connection with 550.
    RefuseSome,
    /// The same, and asks for their messages all the same.
    RefuseSomeYetAsk,
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
    /// The name that never changes.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The behaviour of a name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|behavior| behavior.name().eq_ignore_ascii_case(name.trim()))
    }
}
