package io.winnow.adapter.rest.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Entrance;
import io.winnow.core.access.Sessions.Visit;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.Principal;

/** Knows whose secret it is that a request shows. */
@Singleton
class CredentialProvider implements IdentityProvider<CredentialRequest> {
    private final Provider<Entrance> entrance;

    /** @param entrance asked late: this is made before there is a database */
    CredentialProvider(Provider<Entrance> entrance) {
        this.entrance = entrance;
    }

    @Override
    public Class<CredentialRequest> getRequestType() {
        return CredentialRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CredentialRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> identity(request));
    }

    private SecurityIdentity identity(CredentialRequest request) {
        if (request.kind() == CredentialRequest.Kind.BEARER) {
            Caller caller = entrance.get()
                    .bearer(request.secret(), request.address())
                    .orElseThrow(AuthenticationFailedException::new);
            return builder(caller).addRoles(caller.role().words()).build();
        }
        Visit visit = entrance.get()
                .sessions()
                .visit(request.secret(), request.active())
                .orElseThrow(AuthenticationFailedException::new);
        QuarkusSecurityIdentity.Builder builder =
                builder(visit.caller(request.address())).addAttribute(CurrentCaller.VISIT, visit);
        // Whoever still has a password that somebody else knows can do nothing but change it.
        return visit.account().mustChange()
                ? builder.build()
                : builder.addRoles(visit.account().role().words()).build();
    }

    private static QuarkusSecurityIdentity.Builder builder(Caller caller) {
        Principal principal = caller::name;
        return QuarkusSecurityIdentity.builder().setPrincipal(principal).addAttribute(CurrentCaller.CALLER, caller);
    }
}
