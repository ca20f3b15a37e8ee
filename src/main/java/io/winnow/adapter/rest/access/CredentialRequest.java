package io.winnow.adapter.rest.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** What a request shows to be let in. */
final class CredentialRequest extends BaseAuthenticationRequest {
    /** How it is shown. */
    enum Kind {
        COOKIE,
        BEARER
    }

    private final Kind kind;
    private final String secret;
    private final String address;
    private final boolean active;

    /**
     * @param address from where it is asked
     * @param active whether a person does something, rather than a page that refreshes itself
     */
    CredentialRequest(Kind kind, String secret, String address, boolean active) {
        this.kind = kind;
        this.secret = secret;
        this.address = address;
        this.active = active;
    }

    Kind kind() {
        return kind;
    }

    String secret() {
        return secret;
    }

    String address() {
        return address;
    }

    boolean active() {
        return active;
    }
}
