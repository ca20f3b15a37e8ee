package io.winnow.adapter.rest.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/** Finds in a request what lets in: a bearer token, or the cookie of a session. Whoever shows neither is sent to the login page. */
@Singleton
class RequestAuthentication implements HttpAuthenticationMechanism {
    private static final String BEARER = "bearer ";
    private static final String LOGIN_PAGE = "/login.html";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        HttpServerRequest request = context.request();
        String address = SessionCookie.address(request);
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                return Uni.createFrom().failure(new AuthenticationFailedException());
            }
            return identities.authenticate(new CredentialRequest(
                    CredentialRequest.Kind.BEARER,
                    authorization.substring(BEARER.length()).strip(),
                    address,
                    true));
        }
        Cookie cookie = request.getCookie(SessionCookie.NAME);
        if (cookie == null) {
            return Uni.createFrom().nullItem();
        }
        boolean active = request.getHeader(SessionCookie.UNATTENDED) == null;
        return identities
                .authenticate(new CredentialRequest(CredentialRequest.Kind.COOKIE, cookie.getValue(), address, active))
                // An ended session is nobody, not an error: the login page must still open.
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull();
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isPage(request)) {
            // The browser keeps what stands behind the #, and with it the page that was asked for.
            context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, LOGIN_PAGE);
            return Uni.createFrom().item(true);
        }
        Challenge.send(
                context.response(),
                request.getHeader(HttpHeaders.AUTHORIZATION) == null ? Challenge.NOBODY : Challenge.WRONG);
        return Uni.createFrom().item(true);
    }

    private static boolean isPage(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.method() == HttpMethod.GET
                && accepted != null
                && accepted.contains("text/html")
                && !request.path().startsWith("/api/");
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Challenge.SCHEME));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(CredentialRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }
}
