package io.winnow.adapter.rest.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import io.winnow.adapter.rest.Problems;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.Caller;
import io.winnow.core.access.EntryException;
import io.winnow.core.access.Sessions;
import io.winnow.core.access.Sessions.Begun;
import io.winnow.core.access.Sessions.Visit;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Logging in and out, and who one is. */
@Path("/api/v1/session")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private final Sessions sessions;
    private final Accounts accounts;
    private final CurrentCaller caller;
    private final Audit audit;

    SessionResource(Sessions sessions, Accounts accounts, CurrentCaller caller, Audit audit) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.caller = caller;
        this.audit = audit;
    }

    /** What somebody enters. */
    public record LoginRequest(
            @Nullable String name, @Nullable String password) {}

    /** How somebody changes their password. */
    public record PasswordRequest(
            @Nullable String present, @Nullable String wanted) {}

    /**
     * Who one is.
     *
     * @param kind account, token or identity
     * @param mustChangePassword whether nothing else is possible before that
     * @param csrf what a browser repeats in the header X-CSRF-Token of requests that change something; null for machines
     * @param idleSeconds after which somebody who touches nothing is logged out; null for machines
     */
    public record SessionView(
            String name,
            String role,
            String kind,
            boolean mustChangePassword,
            @Nullable String csrf,
            @Nullable Long idleSeconds) {}

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Log in",
            description =
                    "The answer sets the cookie of the session. Failed attempts have to wait, the longer the more they are.")
    public Response login(@Nullable LoginRequest request, @Context HttpServerRequest http) {
        if (request == null || request.name() == null || request.password() == null) {
            throw Problems.badRequest("the body must be {\"name\": ..., \"password\": ...}");
        }
        try {
            Begun begun = sessions.login(request.name(), request.password(), SessionCookie.address(http));
            return Response.ok(view(begun.visit()))
                    .cookie(SessionCookie.of(begun.secret(), http.isSSL()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (EntryException e) {
            throw refusal(e);
        }
    }

    private static HttpProblem refusal(EntryException e) {
        HttpProblem.Builder problem =
                HttpProblem.builder().withTitle("Not logged in").withDetail(String.valueOf(e.getMessage()));
        return e.retryAfter()
                .map(wait -> problem.withStatus(429).withHeader(HttpHeaders.RETRY_AFTER, wait.toSeconds()))
                .orElseGet(() -> problem.withStatus(401))
                .build();
    }

    @GET
    @Operation(summary = "Who one is, and what one may do")
    public Response find() {
        return Response.ok(caller.visit().map(this::view).orElseGet(() -> view(caller.get())))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @AuditedElsewhere
    @DELETE
    @Operation(summary = "Log out")
    public Response logout(@Context HttpServerRequest http) {
        caller.visit().ifPresent(visit -> sessions.logout(visit, SessionCookie.address(http)));
        return Response.noContent()
                .cookie(SessionCookie.none(http.isSSL()))
                .header("Clear-Site-Data", "\"cache\"")
                .build();
    }

    @PUT
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change one's password; ends all other sessions of the account")
    public void changePassword(@Nullable PasswordRequest request) {
        Visit visit = caller.visit()
                .orElseThrow(() -> Problems.badRequest("only people who logged in with a password can change it"));
        if (request == null || request.present() == null || request.wanted() == null) {
            throw Problems.badRequest("the body must be {\"present\": ..., \"wanted\": ...}");
        }
        try {
            audit.nothing();
            accounts.changePassword(caller.get(), visit.hash(), request.present(), request.wanted());
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private SessionView view(Visit visit) {
        return new SessionView(
                visit.account().name(),
                visit.account().role().word(),
                Caller.Kind.ACCOUNT.word(),
                visit.account().mustChange(),
                visit.csrf(),
                sessions.limits().idle().toSeconds());
    }

    private SessionView view(Caller machine) {
        return new SessionView(
                machine.name(), machine.role().word(), machine.kind().word(), false, null, null);
    }
}
