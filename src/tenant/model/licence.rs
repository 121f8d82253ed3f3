//! Licences: SKUs with their service plans, the tenant's pool, and what users hold.

use serde::{Deserialize, Serialize};

use super::Guid;

/// A service plan: one capability inside a SKU.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// Its name, such as `MCOMEETADV`.
    pub name: String,
    /// Its id in Graph.
    pub id: Guid,
}

/// A subscription of the tenant: a SKU and how many licences of it were bought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Subscription {
    /// The part number, such as `MCOMEETADV`.
    pub sku: String,
    /// The SKU's id in Graph.
    pub id: Guid,
    /// The plans inside.
    pub plans: Vec<Plan>,
    /// Licences bought.
    pub total: u32,
}

impl Subscription {
    /// The subscription of a SKU of the catalogue, any case.
    pub fn of_catalogue(sku: &str, total: u32) -> Option<Self> {
        let (name, id, plans) = CATALOGUE.iter().find(|(name, ..)| name.eq_ignore_ascii_case(sku))?;
        Some(Subscription {
            sku: (*name).to_owned(),
            id: Guid::from_u128(*id),
            plans: plans
                .iter()
                .filter_map(|plan| PLANS.iter().find(|(name, _)| name == plan))
                .map(|(name, id)| Plan { name: (*name).to_owned(), id: Guid::from_u128(*id) })
                .collect(),
            total,
        })
    }

    /// The part numbers of the catalogue.
    pub fn catalogue() -> impl Iterator<Item = &'static str> {
        CATALOGUE.iter().map(|(name, ..)| *name)
    }

    /// The plan of this name or id.
    pub fn plan(&self, name_or_id: &str) -> Option<&Plan> {
        let id = Guid::parse(name_or_id);
        self.plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name_or_id) || Some(plan.id) == id)
    }

    /// Whether a licence with these plans disabled allows audio conferencing.
    pub fn gives_conferencing(&self, disabled_plans: &[String]) -> bool {
        self.plans.iter().any(|plan| CONFERENCING_PLANS.contains(&plan.name.as_str()) && !disabled_plans.contains(&plan.name))
    }
}

/// One SKU that a user holds, directly, through groups, or both.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assignment {
    /// The SKU's part number.
    pub sku: String,
    /// Whether it was assigned to the user.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub direct: bool,
    /// The plans that the direct assignment leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disabled_plans: Vec<String>,
    /// What comes through groups: the group, and the plans it leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupAssignment>,
}

/// A licence that comes through a group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupAssignment {
    /// The group.
    pub group: Guid,
    /// The plans it leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disabled_plans: Vec<String>,
}

impl Assignment {
    /// A direct assignment with every plan on.
    pub fn direct(sku: impl Into<String>) -> Self {
        Assignment { sku: sku.into(), direct: true, disabled_plans: Vec::new(), groups: Vec::new() }
    }

    /// The plans that are off: those that every source of the licence leaves out, because a plan
    /// is on as soon as one of them grants it.
    pub fn effective_disabled_plans(&self) -> Vec<String> {
        let direct = self.direct.then_some(&self.disabled_plans);
        let mut sources = direct.into_iter().chain(self.groups.iter().map(|group| &group.disabled_plans));
        let Some(first) = sources.next() else { return Vec::new() };
        let mut off = first.clone();
        for source in sources {
            off.retain(|plan| source.contains(plan));
        }
        off
    }
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

/// The plans that allow audio conferencing.
pub const CONFERENCING_PLANS: &[&str] = &["MCOMEETADV", "MCOMEETACPEA"];

/// Part number, id, plans inside.
type CatalogueRow = (&'static str, u128, &'static [&'static str]);

/// The SKUs known without a tenant file: part number, id and plans, as in Microsoft's list of
/// product names and service plan identifiers; of the suites, the plans that scripts disable.
const CATALOGUE: &[CatalogueRow] = &[
    ("MCOMEETADV", 0x0c266dff_15dd_4b49_8397_2bb16070ed52, &["MCOMEETADV"]),
    ("MCOMEETACPEA", 0xdf9561a4_4969_4e6a_8e73_c601b68ec077, &["MCOMEETACPEA"]),
    (
        "ENTERPRISEPREMIUM",
        0xc7df2760_2c81_4ef7_b578_5b5392b571df,
        &[
            "EXCHANGE_S_ENTERPRISE",
            "MCOSTANDARD",
            "MCOMEETADV",
            "MCOEV",
            "TEAMS1",
            "SHAREPOINTENTERPRISE",
            "SHAREPOINTWAC",
            "OFFICESUBSCRIPTION",
            "YAMMER_ENTERPRISE",
            "SWAY",
            "PROJECTWORKMANAGEMENT",
        ],
    ),
    (
        "ENTERPRISEPREMIUM_NOPSTNCONF",
        0x26d45bd9_adf1_46cd_a9e1_51e9a5524128,
        &[
            "EXCHANGE_S_ENTERPRISE",
            "MCOSTANDARD",
            "MCOEV",
            "TEAMS1",
            "SHAREPOINTENTERPRISE",
            "SHAREPOINTWAC",
            "OFFICESUBSCRIPTION",
            "YAMMER_ENTERPRISE",
            "SWAY",
            "PROJECTWORKMANAGEMENT",
        ],
    ),
    (
        "SPE_E5",
        0x06ebc4ee_1bb5_47dd_8120_11324bc54e06,
        &[
            "EXCHANGE_S_ENTERPRISE",
            "MCOSTANDARD",
            "MCOMEETADV",
            "MCOEV",
            "TEAMS1",
            "SHAREPOINTENTERPRISE",
            "SHAREPOINTWAC",
            "OFFICESUBSCRIPTION",
            "YAMMER_ENTERPRISE",
            "SWAY",
            "PROJECTWORKMANAGEMENT",
            "INTUNE_A",
            "AAD_PREMIUM_P2",
        ],
    ),
    (
        "ENTERPRISEPACK",
        0x6fd2c87f_b296_42f0_b197_1e91e994b900,
        &[
            "EXCHANGE_S_ENTERPRISE",
            "MCOSTANDARD",
            "TEAMS1",
            "SHAREPOINTENTERPRISE",
            "SHAREPOINTWAC",
            "OFFICESUBSCRIPTION",
            "YAMMER_ENTERPRISE",
            "SWAY",
            "PROJECTWORKMANAGEMENT",
        ],
    ),
    (
        "SPE_E3",
        0x05e9a617_0261_4cee_bb44_138d3ef5d965,
        &[
            "EXCHANGE_S_ENTERPRISE",
            "MCOSTANDARD",
            "TEAMS1",
            "SHAREPOINTENTERPRISE",
            "SHAREPOINTWAC",
            "OFFICESUBSCRIPTION",
            "YAMMER_ENTERPRISE",
            "SWAY",
            "PROJECTWORKMANAGEMENT",
            "INTUNE_A",
            "AAD_PREMIUM",
        ],
    ),
    (
        "O365_BUSINESS_PREMIUM",
        0xf245ecc8_75af_4f8e_b61f_27d8114de5f3,
        &["EXCHANGE_S_STANDARD", "MCOSTANDARD", "TEAMS1", "SHAREPOINTSTANDARD", "OFFICE_BUSINESS"],
    ),
    ("MCOEV", 0xe43b5b99_8dfb_405f_9987_dc307f34bcbd, &["MCOEV"]),
    ("MCOSTANDARD", 0xd42c793f_6c78_4f43_92ca_e8f6a02b035f, &["MCOSTANDARD"]),
    ("PHONESYSTEM_VIRTUALUSER", 0x440eaaa8_b3e0_484b_a8be_62870b9ba70a, &["MCOEV_VIRTUALUSER"]),
];

const PLANS: &[(&str, u128)] = &[
    ("AAD_PREMIUM", 0x41781fb2_bc02_4b7c_bd55_b576c07bb09d),
    ("AAD_PREMIUM_P2", 0xeec0eb4f_6444_4f95_aba0_50c24d67f998),
    ("EXCHANGE_S_ENTERPRISE", 0xefb87545_963c_4e0d_99df_69c6916d9eb0),
    ("EXCHANGE_S_STANDARD", 0x9aaf7827_d63c_4b61_89c3_182f06f82e5c),
    ("INTUNE_A", 0xc1ec4a95_1f05_45b3_a911_aa3fa01094f5),
    ("MCOEV", 0x4828c8ec_dc2e_4779_b502_87ac9ce28ab7),
    ("MCOEV_VIRTUALUSER", 0xf47330e9_c134_43b3_9993_e7f004506889),
    ("MCOMEETACPEA", 0xbb038288_76ab_49d6_afc1_eaa6c222c65a),
    ("MCOMEETADV", 0x3e26ee1f_8a5f_4d52_aee2_b81ce45c8f40),
    ("MCOSTANDARD", 0x0feaeb32_d00e_4d66_bd5a_43b5b83db82c),
    ("OFFICESUBSCRIPTION", 0x43de0ff5_c92c_492b_9116_175376d08c38),
    ("OFFICE_BUSINESS", 0x094e7854_93fc_4d55_b2c0_3ab5369ebdc1),
    ("PROJECTWORKMANAGEMENT", 0xb737dad2_2f6c_4c65_90e3_ca563267e8b9),
    ("SHAREPOINTENTERPRISE", 0x5dbe027f_2339_4123_9542_606e4d348a72),
    ("SHAREPOINTSTANDARD", 0xc7699d2e_19aa_44de_8edf_1736da088ca1),
    ("SHAREPOINTWAC", 0xe95bec33_7c88_4a70_8e19_b10bd9d0c014),
    ("SWAY", 0xa23b959c_7ce8_4e57_9140_b90eb88a9e97),
    ("TEAMS1", 0x57ff2da0_773e_42df_b2af_ffb7a2317929),
    ("YAMMER_ENTERPRISE", 0x7547a3fe_08ee_4ccb_b430_5077c5041653),
];
