//! A cmdlet whose whole work is done for each input, and what its parameters without effect say.

use crate::cmdlet::{Cmdlet, Context};
use crate::value::Run;

/// A cmdlet that is one function.
pub struct Each(pub fn(&mut Context<'_>) -> Run);

/// Declares the registry's entry of a cmdlet that is one function.
#[macro_export]
macro_rules! each {
    ($spec:expr, $run:path) => {
        $crate::cmdlet::Entry { spec: &$spec, make: || Box::new($crate::library::conferencing::each::Each($run)) }
    };
}

/// Parameters of the real cmdlets that have nothing to act on here.
const INERT: &[&str] = &[
    "Tenant",
    "TenantDomain",
    "DomainController",
    "LocalStore",
    "MsftInternalProcessingMode",
    "HttpPipelineAppend",
    "HttpPipelinePrepend",
    "Proxy",
    "ProxyCredential",
    "ProxyUseDefaultCredentials",
    "Break",
    "LogLevel",
    "LogFilePath",
    "UseDeviceAuthentication",
    "DisableWAM",
    "Certificate",
    "CertificateThumbprint",
    "CertificateSubjectName",
    "AccessTokens",
    "AccessToken",
    "AadAccessToken",
    "MsAccessToken",
    "AdGraphAccessToken",
    "MsGraphAccessToken",
    "ManagedServiceHostName",
    "ManagedServicePort",
    "ManagedServiceSecret",
    "ClientSecretCredential",
    "UseDeviceCode",
    "ClientTimeout",
    "SendCertificateChain",
    "AzureEnvironment",
    "AzureEnvironmentName",
    "ConsistencyLevel",
    "PageSize",
    "ExpandProperty",
    "AdditionalProperties",
    "LdapFilter",
    "SkipUserPolicies",
    "ExpandLocation",
    "InMemory",
    "AsJob",
];

impl Cmdlet for Each {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        for name in INERT {
            if ctx.call.has(name) {
                ctx.verbose(format!("-{name} has no effect in the simulation."))?;
            }
        }
        if ctx.call.has("Force") {
            ctx.verbose("-Force has no effect in the simulation: nothing asks but -Confirm.")?;
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        (self.0)(ctx)
    }
}
