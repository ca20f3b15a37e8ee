package io.winnow.adapter.rest.access;

import io.winnow.adapter.rest.Page;
import io.winnow.adapter.rest.Problems;
import io.winnow.core.access.ApiToken;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tokens with which machines enter. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {
    private static final int MOST_DAYS = 3650;

    private final ApiTokens tokens;
    private final CurrentCaller caller;
    private final Clock clock;
    private final Audit audit;

    TokenResource(ApiTokens tokens, CurrentCaller caller, Clock clock, Audit audit) {
        this.tokens = tokens;
        this.caller = caller;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * A token; never its secret.
     *
     * @param hint the last letters of the secret
     * @param expiresAt null for one that lasts until it is revoked
     */
    public record TokenView(
            String id,
            String name,
            String role,
            String hint,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            boolean expired,
            @Nullable Instant lastUsedAt) {}

    /** A new token with its secret, which is shown this once. */
    public record IssuedView(TokenView token, String secret) {}

    /**
     * A token to be made.
     *
     * @param days how long it is to last; absent for until it is revoked
     */
    public record NewToken(
            @Nullable String name,
            @Nullable String role,
            @Nullable Integer days) {}

    @GET
    @Operation(summary = "All tokens that were not revoked, by name")
    public Page<TokenView> list() {
        return Page.of(tokens.list().stream().map(this::view).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a token; the answer has its secret, which is shown this once")
    public Response add(@Nullable NewToken token) {
        audit.nothing();
        if (token == null || token.name() == null || token.role() == null) {
            throw Problems.badRequest("the body must be {\"name\": ..., \"role\": one of %s, \"days\": ... or absent}"
                    .formatted(Role.all()));
        }
        String name = token.name();
        String role = token.role();
        Optional<Instant> expires = Optional.ofNullable(token.days()).map(this::inDays);
        ApiTokens.Issued issued =
                UserResource.guarded(() -> tokens.issue(caller.get(), name, Role.parse(role), expires));
        return Response.created(URI.create("/api/v1/tokens/" + issued.token().id()))
                .entity(new IssuedView(view(issued.token()), issued.secret()))
                .build();
    }

    private Instant inDays(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw Problems.badRequest("days = %d must be 1 to %d".formatted(days, MOST_DAYS));
        }
        return clock.instant().plus(Duration.ofDays(days));
    }

    @DELETE
    @Path("{token}")
    @Operation(summary = "Revoke a token, at once")
    public void revoke(@PathParam("token") String id) {
        audit.nothing();
        UserResource.guarded(() -> {
            tokens.revoke(caller.get(), id);
            return id;
        });
    }

    private TokenView view(ApiToken token) {
        return new TokenView(
                token.id(),
                token.name(),
                token.role().word(),
                token.hint(),
                token.createdBy(),
                token.createdAt(),
                token.expiresAt().orElse(null),
                token.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent(),
                token.lastUsedAt().orElse(null));
    }
}
