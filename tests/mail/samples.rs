//! Notifications of every kind, for the tests.

use std::sync::LazyLock;

use bridgesh::mail::{Mail, Outbox, Renderer};
use bridgesh::notify::{
    Account, Changed, Coordinates, DisabledModel, EnabledModel, InformationChangedModel, InformationModel, Kind, Mailbox, Model,
    Notification, PinResetModel,
};
use bridgesh::tenant::model::{ConferenceId, Guid, Number, Pin};

/// The PIN of every sample that carries one. Its digits stand nowhere else in a sample.
pub const PIN: &str = "73914";

/// A notification of the kind to Adele Vance.
pub fn notification(kind: Kind, language: &str) -> Notification {
    with(kind, language, "14255550123", Some("1234567"), "Adele Vance", "adele.vance@contoso.com")
}

/// A notification with everything chosen.
pub fn with(kind: Kind, language: &str, number: &str, conference_id: Option<&str>, name: &str, address: &str) -> Notification {
    let account = Account { name: name.to_owned(), user_principal_name: address.to_owned() };
    let coordinates =
        Coordinates { number: Number::parse(number), conference_id: conference_id.map(|id| ConferenceId::parse(id).unwrap()) };
    let pin = Pin::parse(PIN).unwrap();
    let model = match kind {
        Kind::Enabled => Model::Enabled(EnabledModel { account, coordinates, pin }),
        Kind::InformationChanged => Model::InformationChanged(InformationChangedModel {
            account,
            coordinates,
            changed: Changed { number: true, conference_id: false },
        }),
        Kind::PinReset => Model::PinReset(PinResetModel { account, coordinates, pin }),
        Kind::Disabled => Model::Disabled(DisabledModel { account }),
        Kind::ConferencingInformation => Model::ConferencingInformation(InformationModel { account, coordinates, pin: None }),
        Kind::Message => panic!("no template writes a script's own mail"),
    };
    Notification {
        user: Guid::from_u128(0x0f3c_9a6e),
        to: Mailbox { address: address.to_owned(), name: name.to_owned() },
        from: Mailbox { address: "noreply@contoso.onmicrosoft.com".to_owned(), name: "Microsoft 365".to_owned() },
        language: language.to_owned(),
        other_languages: Vec::new(),
        date: "2026-11-25T08:30:00Z".parse().unwrap(),
        model,
    }
}

/// A manual mail of a call that reset the PIN.
pub fn information_with_pin(language: &str) -> Notification {
    let mut notification = notification(Kind::ConferencingInformation, language);
    if let Model::ConferencingInformation(model) = &mut notification.model {
        model.pin = Pin::parse(PIN);
    }
    notification
}

/// The samples: name and notification. Each is a golden.
pub fn all() -> Vec<(&'static str, Notification)> {
    let mut samples = Vec::new();
    for kind in Kind::ALL {
        samples.push(("english", notification(kind, "en-US")));
        let french = with(kind, "fr-FR", "+33170990123", Some("7654321"), "Zoë Dubois", "zoe.dubois@contoso.com");
        samples.push(("french", french));
    }
    for kind in [Kind::Enabled, Kind::InformationChanged, Kind::PinReset, Kind::ConferencingInformation] {
        let dynamic = with(kind, "en-GB", "442079460958", None, "Nestor Wilke", "nestor.wilke@contoso.com");
        samples.push(("dynamic-ids", dynamic));
    }
    let japanese = with(Kind::PinReset, "ja-JP", "81345789012", Some("7654321"), "山田 太郎", "taro@contoso.com");
    samples.push(("japanese", japanese));
    let arabic = with(Kind::Enabled, "ar-AE", "97144501234", Some("7654321"), "أمينة الفاسي", "amina@contoso.com");
    samples.push(("arabic", arabic));
    samples.push(("with-pin", information_with_pin("en-US")));
    samples
}

/// The renderer of the compiled-in templates, compiled once.
pub fn renderer() -> &'static Renderer {
    static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::built_in().unwrap());
    &RENDERER
}

/// The rendered mail of a notification.
pub fn render(notification: &Notification) -> Mail {
    renderer().render(notification).unwrap()
}

/// The bytes of a mail's message, with a fixed outbox and time.
pub fn message(mail: Mail) -> Vec<u8> {
    let mut outbox = Outbox::new(0x5eed);
    let id = outbox.post(mail, "2026-11-25T08:30:00Z".parse().unwrap());
    outbox.get(id).unwrap().message()
}
