//! HTTP APIs of API Gateway.

use super::function::FunctionHandles;
use super::log_group::LogGroup;
use crate::aws::apigatewayv2::api::Cors;
use crate::aws::apigatewayv2::authorizer::JWTConfiguration;
use crate::aws::apigatewayv2::stage::{AccessLogSettings, RouteSettings};
use crate::aws::apigatewayv2::{self as api, AuthorizerId};
use crate::aws::lambda::Permission;
use crate::aws::logs::log_group::RetentionInDays;
use crate::stack::functions::sub;
use crate::stack::{Construct, Handle, IntoValue, List, Located, Maybe, Pending, Stack, Text, Value, located};

/// What the access log says of a request; <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>.
const LOG_FORMAT: &str = r#"{"time":"$context.requestTime","ip":"$context.identity.sourceIp","request":"$context.requestId","route":"$context.routeKey","path":"$context.path","status":"$context.status","latency":"$context.responseLatency","error":"$context.integrationErrorMessage"}"#;

/// An HTTP API of API Gateway whose routes call functions.
///
/// - Requests are logged for 30 days, and limited to 100 a second with bursts of 200, so that a loop in a client costs no fortune.
/// - Each function may be called by this API alone.
/// - A route is open unless [`HttpApi::authorized_by`] was said before it.
///
/// With the id `Api` it adds `Api`, `ApiStage`, `ApiLogs`, `ApiAuthorizer` and, for the route `List`, `ApiList`, `ApiListIntegration` and
/// `ApiListPermission`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn api(stack: &mut Stack, list: &FunctionHandles, post: &FunctionHandles, issuer: &Value<Text>) {
///     let api = HttpApi::new()
///         .route("List", "GET /messages", list)
///         .authorized_by(issuer, ["client-id"])
///         .route("Post", "POST /messages", post);
///     let api = stack.add("Api", api);
///     stack.output("ApiUrl", api.api_endpoint());
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct HttpApi {
    pending: Pending,
    routes: Vec<Located<Route>>,
    authorizer: Option<(Value<Text>, Value<List<Text>>)>,
    cors: Option<Value<Cors>>,
    rate: Located<(f64, u32)>,
    retention: Value<RetentionInDays>,
}

#[derive(Clone, Debug)]
struct Route {
    id: String,
    key: String,
    function: FunctionHandles,
    authorized: bool,
}

impl HttpApi {
    /// An API without a route yet.
    #[track_caller]
    pub fn new() -> Self {
        HttpApi {
            pending: Pending::of::<Self>(),
            routes: Vec::new(),
            authorizer: None,
            cors: None,
            rate: Located::here((100.0, 200)),
            retention: located(RetentionInDays::DAYS_30),
        }
    }

    /// A route under an id of its own: a method and a path, for example `GET /messages/{id}`, or `$default` for everything else, and the
    /// function that answers.
    #[track_caller]
    pub fn route(mut self, id: impl Into<String>, key: impl Into<String>, function: &FunctionHandles) -> Self {
        let authorized = self.authorizer.is_some();
        self.routes.push(Located::here(Route { id: id.into(), key: key.into(), function: function.clone(), authorized }));
        self
    }

    /// Lets the routes that follow be called only with a token of this issuer for one of these clients, for example of a user pool:
    /// `https://cognito-idp.REGION.amazonaws.com/POOL` and the id of its client.
    #[track_caller]
    pub fn authorized_by(mut self, issuer: impl IntoValue<Text>, audience: impl IntoValue<List<Text>>) -> Self {
        self.authorizer = Some((located(issuer), located(audience)));
        self
    }

    /// Which requests of browsers on pages of other origins are answered.
    #[track_caller]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(located(cors));
        self
    }

    /// How many requests a second are answered, and how many at once; 100 and 200 unless it is said.
    #[track_caller]
    pub fn limit(mut self, a_second: f64, burst: u32) -> Self {
        self.rate = Located::here((a_second, burst));
        self
    }

    /// How long the access log is kept; 30 days unless it is said.
    #[track_caller]
    pub fn log_retention(mut self, retention: RetentionInDays) -> Self {
        self.retention = located(retention);
        self
    }
}

impl Default for HttpApi {
    #[track_caller]
    fn default() -> Self {
        HttpApi::new()
    }
}

impl Construct for HttpApi {
    type Output = Handle<api::Api>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let name = format!("{}-{id}", stack.full_name());
        let api = api::Api::new().name(name).protocol_type("HTTP").maybe(self.cors, api::Api::cors_configuration);
        let api = stack.add(id, api);
        let logs = stack.add(format!("{id}Logs"), LogGroup::new_at(self.retention).deleted_with_stack());
        let authorizer: Option<Value<AuthorizerId>> = self.authorizer.map(|(issuer, audience)| {
            let tokens = JWTConfiguration::new().issuer(issuer).audience(audience);
            let authorizer = api::Authorizer::new(api, "JWT", format!("{id}Authorizer"))
                .identity_source(["$request.header.Authorization"])
                .jwt_configuration(tokens);
            stack.add(format!("{id}Authorizer"), authorizer).authorizer_id()
        });
        for route in self.routes {
            add_route(&format!("{id}{}", route.what.id), stack, api, route, authorizer.as_ref());
        }
        let limit =
            self.rate.map(|(rate, burst)| RouteSettings::new().throttling_rate_limit(*rate).throttling_burst_limit(*burst));
        let log = AccessLogSettings::new().destination_arn(logs.arn()).format(LOG_FORMAT);
        let stage = api::Stage::new(api, "$default").auto_deploy(true).access_log_settings(log).default_route_settings(limit);
        stack.add(format!("{id}Stage"), stage);
        api
    }
}

/// A route, what it leads to, and that it may call it.
fn add_route(
    id: &str,
    stack: &mut Stack,
    api: Handle<api::Api>,
    route: Located<Route>,
    authorizer: Option<&Value<AuthorizerId>>,
) {
    let Route { key, function, authorized, .. } = route.what;
    let integration = api::Integration::new(api, "AWS_PROXY").integration_uri(&function.arn).payload_format_version("2.0");
    let integration = stack.add(format!("{id}Integration"), integration);
    let callers = sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*");
    let permission = Permission::new("lambda:InvokeFunction", &function.arn, "apigateway.amazonaws.com")
        .source_arn(callers.with("Api", api.reference()));
    stack.add(format!("{id}Permission"), permission);
    let target = sub("integrations/${Integration}").with("Integration", integration.reference());
    let route = api::Route::new(api, Located { what: key, location: route.location }).target(target);
    let route = match authorizer.filter(|_| authorized) {
        Some(authorizer) => route.authorization_type("JWT").authorizer_id(authorizer),
        None => route,
    };
    stack.add(id, route);
}
